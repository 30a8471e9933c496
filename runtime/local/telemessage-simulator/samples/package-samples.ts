import { manifestText, type PackageFile, packageName, vendorZip } from '../synthetic/package-writer';
import { type ZipEntry, zipBytes } from '../synthetic/zip-writer';
import { item, NINE, type Sample } from './sample';

const NAME = packageName(NINE, 1);
const MANIFEST = NAME.replace(/\.zip$/, '.mf');

const ONE = item('one', { from: 'nora', to: ['lukas'], text: 'First.' });
const TWO = item('two', { from: 'lukas', to: ['nora'], text: 'Second.' });

function manifest(names: readonly string[], count = names.length, name = MANIFEST): ZipEntry {
  return { name, content: Buffer.from(manifestText(names, count)) };
}

/** A ZIP in a folder of its own, so that every one can have the vendor's name. */
function bad(oddity: string, entries: readonly ZipEntry[], change: (bytes: Buffer) => Buffer = (bytes) => bytes): PackageFile {
  return { name: `${oddity}/${NAME}`, content: change(zipBytes(entries, NINE)) };
}

const GOOD: readonly ZipEntry[] = [ONE, TWO, manifest(['one.eml', 'two.eml'])];

/** Packages that must be refused as a whole, with the reason, and some that only look odd. */
export const PACKAGE_SAMPLES: readonly Sample[] = [
  {
    number: 25,
    name: 'bad-packages',
    what: 'one folder for each oddity; `sub-folder`, `non-ascii-names` and the two of `sent-again` are complete, all others are refused',
    files: () => [
      bad('count-too-high', [ONE, TWO, manifest(['one.eml', 'two.eml'], 3)]),
      bad('count-too-low', [ONE, TWO, manifest(['one.eml', 'two.eml'], 1)]),
      bad('name-differs-in-case', [ONE, TWO, manifest(['one.eml', 'TWO.eml'])]),
      bad('empty-item', [ONE, { name: 'two.eml', content: Buffer.alloc(0) }, manifest(['one.eml', 'two.eml'])]),
      bad('no-manifest', [ONE, TWO]),
      bad('two-manifests', [...GOOD, manifest(['one.eml', 'two.eml'], 2, 'second.mf')]),
      bad('unlisted-item', [ONE, TWO, manifest(['one.eml'])]),
      bad('missing-item', [ONE, manifest(['one.eml', 'two.eml'])]),
      bad('truncated', GOOD, (bytes) => bytes.subarray(0, bytes.length - 60)),
      bad('encrypted', [{ ...ONE, isMarkedEncrypted: true }, TWO, manifest(['one.eml', 'two.eml'])]),
      bad('way-out', [{ ...ONE, name: '../../one.eml' }, TWO, manifest(['../../one.eml', 'two.eml'])]),
      bad('absolute-name', [{ ...ONE, name: '/tmp/one.eml' }, TWO, manifest(['/tmp/one.eml', 'two.eml'])]),
      bad('duplicate-entry', [ONE, { ...ONE, content: TWO.content }, manifest(['one.eml', 'one.eml'])]),
      bad('damaged-content', GOOD, (bytes) => flipped(bytes, 120)),
      bad('wrong-size', [{ ...ONE, claimedBytes: 10 }, TWO, manifest(['one.eml', 'two.eml'])]),
      bad('sub-folder', [
        { ...ONE, name: 'items/one.eml' },
        { ...TWO, name: 'items/two.eml' },
        manifest(['items/one.eml', 'items/two.eml']),
      ]),
      bad('non-ascii-names', [{ ...ONE, name: 'größe-中文.eml' }, TWO, manifest(['größe-中文.eml', 'two.eml'])]),
      bad('sent-again', GOOD),
      { name: `sent-again/${packageName(new Date(NINE.getTime() + 3_600_000), 2)}`, content: zipBytes(GOOD, NINE) },
    ],
  },
];

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0x10;
  return changed;
}

/** The package that the bad ones should have been. */
export function goodPackage(): PackageFile {
  const { name, content } = vendorZip([ONE, TWO], NINE, 1);
  return { name, content };
}
