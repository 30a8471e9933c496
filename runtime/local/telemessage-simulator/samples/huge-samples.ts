import { deflateRawSync } from 'node:zlib';
import { manifestText, type PackageFile, packageName } from '../synthetic/package-writer';
import { volumeDay } from '../synthetic/volume-day';
import { zipBytes } from '../synthetic/zip-writer';
import { item, NINE, type Sample, sampleRandom } from './sample';

const MEGABYTE = 1_000_000;
/** Sizes of whole items around the limits of the Purview connector (10 MB) and of Graph (3 MB inline). */
const ITEM_MEGABYTES = [2.9, 3.1, 9.9, 10.1, 24, 40];

/** An item of about so many bytes, as a document of random bytes. */
export function itemOfBytes(name: string, bytes: number): PackageFile {
  const content = sampleRandom(`size-${bytes}`).bytes(Math.floor(((bytes - 1_000) * 57) / 78));
  const file = { name: `V1_Signal_1_${NINE.getTime()}_447700900122.bin`, contentType: 'application/octet-stream', content };
  return item(name, { from: 'nora', to: ['lukas'], text: 'The whole survey, sorry for the size.', files: [file] });
}

/** A small ZIP whose one item inflates to 64 MiB of blanks. Its compressed bytes depend on zlib. */
export function bombPackage(): PackageFile {
  const name = packageName(NINE, 1);
  const blanks = Buffer.alloc(64 * 1024 * 1024, ' ');
  const manifest = { name: name.replace(/\.zip$/, '.mf'), content: Buffer.from(manifestText(['bomb.eml'])) };
  return { name, content: zipBytes([{ name: 'bomb.eml', content: blanks, packed: deflateRawSync(blanks, { level: 9 }) }, manifest], NINE) };
}

/** What is too large for the repository. */
export const HUGE_SAMPLES: readonly Sample[] = [
  {
    number: 13,
    name: 'sizes',
    what: 'items of 2.9, 3.1, 9.9, 10.1, 24 and 40 MB, and an attachment just above 3 MB whose item has nothing else',
    isHuge: true,
    files: () => [
      ...ITEM_MEGABYTES.map((megabytes) => itemOfBytes(`item-${megabytes}-mb`, megabytes * MEGABYTE)),
      item('attachment-above-3-mb', {
        from: 'nora',
        to: ['lukas'],
        text: '',
        files: [
          {
            name: 'V1_Signal_1_1.bin',
            contentType: 'application/octet-stream',
            content: sampleRandom('attachment').bytes(3 * 1024 * 1024 + 1),
          },
        ],
      }),
    ],
  },
  {
    number: 25,
    name: 'bomb',
    what: 'a package that inflates to a thousand times its size',
    isHuge: true,
    files: () => [bombPackage()],
  },
  {
    number: 28,
    name: 'volume',
    what: 'a day of 50 users x 400 messages in packages of 10,000 items (with `volumeDay` also one package of 100,001)',
    isHuge: true,
    files: () => volumeDay(1, 50, 400, 0).packages.map((made) => ({ name: made.name, content: Buffer.concat([...made.chunks()]) })),
  },
];
