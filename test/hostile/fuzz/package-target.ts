import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import { PackageEntryError } from '../../../runtime/domain/package/entry-error';
import { readLocated } from '../../../runtime/domain/package/item-locator';
import { openPackage } from '../../../runtime/domain/package/open-package';
import { digestOf, type OpenedPackage } from '../../../runtime/domain/package/opened-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { descriptorOf, emlOf, manifestOf, packageEntries, type RawEntry, rawZip, yazlZip } from '../../domain/package/zip-samples';
import { sha256 } from '../item/item-rules';
import type { RandomSource } from '../item/random-source';
import { yauzlAll } from '../package/independent-zip';
import type { FuzzTarget } from './fuzz-target';

const SIGNATURES = ['504b0304', '504b0102', '504b0506', '504b0606', '504b0607', '504b0708', '01001c00', '75700900'];
const WORDS = ['day.mf', 'a.eml', 'b.EML', '../', '/', 'C:', '\\', '\0', 'Count: 2', 'Count: 1', '\r\n', '\n', '.zip', '\u202e', '\ufeff'];

async function seeds(): Promise<readonly Buffer[]> {
  const manifest = (...names: string[]): RawEntry => ({ name: 'day.mf', content: Buffer.from(manifestOf(names)) });
  const good: RawEntry = { name: 'a.eml', content: emlOf('good') };
  const stored: RawEntry = { name: 'in/b.eml', content: emlOf('stored'.repeat(20)), method: 0 };
  const described: RawEntry = { name: 'c.eml', content: emlOf('later'), flags: 0x808, trailer: descriptorOf(emlOf('later')) };
  const long: RawEntry = { name: 'd.eml', content: emlOf('long '.repeat(3_000)) };
  return [
    rawZip([good, manifest('a.eml')]),
    rawZip([good, stored, described, manifest('a.eml', 'in/b.eml', 'c.eml')]),
    rawZip([stored, manifest('in/b.eml')], { hasZip64: true }),
    rawZip([long, manifest('d.eml')], { comment: Buffer.from('a comment') }),
    rawZip([good, described], { withoutEnd: true }),
    rawZip([manifest()]),
    await yazlZip(packageEntries([{ name: 'a.eml', content: emlOf('yazl') }])),
    await yazlZip(packageEntries([{ name: 'M\u00fcller.eml', content: emlOf('yazl'), isStored: true, isZip64: true }])),
    emlOf('no package'),
  ];
}

/** An item is handed out with the size and checksum that stand in the package, the same in every way of reading it, or refused in our words. */
async function brokenItemRules(opened: OpenedPackage, zip: Buffer, item: number): Promise<string[]> {
  await opened.itemName(item);
  try {
    const bytes = await opened.readItem(item);
    const locator = opened.locate(item);
    const digest = sha256(bytes);
    const broken: string[] = [];
    if (bytes.length !== opened.itemBytes(item) || crc32(bytes) !== locator.crc32) broken.push(`item ${item} is not what the package says`);
    if (digest !== (await digestOf(opened.streamItem(item)))) broken.push(`item ${item} differs as a stream`);
    if (digest !== sha256(await readLocated(bufferReader(zip), locator))) broken.push(`item ${item} differs by its locator`);
    return broken;
  } catch (error) {
    return error instanceof PackageEntryError ? [] : [`item ${item} fails with ${String(error)}`];
  }
}

/** What we call complete, an independent reader reads in the same way, or not at all: it refuses a damaged extra field, say, that nothing hangs on. */
async function brokenByAnother(opened: OpenedPackage, zip: Buffer): Promise<string[]> {
  const ours: { name: string; content: string }[] = [];
  for (let item = 0; item < opened.itemCount; item++)
    ours.push({ name: await opened.itemName(item), content: sha256(await opened.readItem(item)) });
  const read = await yauzlAll(zip).catch(() => undefined);
  if (read === undefined) return [];
  const theirs = read.map(({ name, content }) => ({ name, content: sha256(content) }));
  return isDeepStrictEqual(ours, theirs) ? [] : [`complete, but read otherwise by another reader: ${JSON.stringify({ ours, theirs })}`];
}

/** The reader of packages: a verdict for any bytes, and never other bytes than the package says. */
export const packageTarget: FuzzTarget = {
  name: 'package',
  dictionary: [...SIGNATURES.map((hex) => Buffer.from(hex, 'hex')), ...WORDS.map((word) => Buffer.from(word))],
  seeds,
  check: async (zip) => {
    const opened = await openPackage(bufferReader(zip), 'day.zip', { depth: 'content' });
    const broken: string[] = [];
    for (let item = 0; item < opened.itemCount; item++) broken.push(...(await brokenItemRules(opened, zip, item)));
    const { state, problems, manifestCount, items } = opened.check;
    if ((state === 'complete') !== (problems.length === 0)) broken.push('state and problems differ');
    if (state === 'complete' && manifestCount !== items) broken.push('complete with another count');
    if (/[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]/.test(problems.map(({ entry, detail }) => entry + detail).join('')))
      broken.push('unsafe text in a problem');
    if (state === 'complete') broken.push(...(await brokenByAnother(opened, zip)));
    return broken;
  },
  roundTrip: async (random: RandomSource) => {
    const written = Array.from({ length: random.between(0, 6) }, (_none, index) => ({
      name: `${random.pick(['', 'in/', '\u00fc/'])}${index}.eml`,
      content: random.bytes(random.pick([1, 20, 500, 4_000])),
      isStored: random.chance(0.5),
      isZip64: random.chance(0.2),
    }));
    const zip = await yazlZip(packageEntries(written));
    const opened = await openPackage(bufferReader(zip), 'day.zip', { depth: 'content' });
    if (opened.check.state !== 'complete' || opened.itemCount !== written.length) return [`refused: ${JSON.stringify(opened.check)}`];
    const isSame = await Promise.all(
      written.map(async ({ name, content }, item) => name === (await opened.itemName(item)) && content.equals(await opened.readItem(item))),
    );
    return isSame.every(Boolean) ? [] : ['read other items than were written'];
  },
};
