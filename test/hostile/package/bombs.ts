import { crc32, deflateRawSync } from 'node:zlib';
import { emlOf, manifestOf, type RawEntry, rawZip } from '../../domain/package/zip-samples';

const MEBIBYTE = 1024 * 1024;
const STORED_BLOCK_BYTES = 5;
const LOCAL_BYTES = 30;
const NAME_LENGTH = 9;

/** `deflate` blocks that say "the next bytes as they stand": a local header becomes part of the content before it. */
function quote(bytes: Buffer): Buffer {
  const block = Buffer.alloc(STORED_BLOCK_BYTES);
  block.writeUInt16LE(bytes.length, 1);
  block.writeUInt16LE(bytes.length ^ 0xffff, 3);
  return Buffer.concat([block, bytes]);
}

/**
 * A bomb of the `zbsm` kind: every entry's compressed data quotes the local headers of all entries behind it and ends in one kernel that they
 * share. Each header is right, each CRC too, and no entry inflates more than others do: only the overlap tells.
 */
export function quotedOverlapBomb(entries: number, kernelBytes: number): Buffer {
  const content = Buffer.alloc(kernelBytes);
  const kernel = deflateRawSync(content, { level: 9 });
  const headerBytes = LOCAL_BYTES + NAME_LENGTH;
  const headers: Buffer[] = [];
  const records: RawEntry[] = [];
  // From the last entry to the first: each holds all that come after it.
  for (let index = entries - 1; index >= 0; index--) {
    const behind = entries - 1 - index;
    const entry = {
      name: `${String(index).padStart(NAME_LENGTH - 4, '0')}.eml`,
      raw: Buffer.alloc(0),
      crc32: crc32(content, crc32(Buffer.concat(headers))),
      bytes: behind * headerBytes + kernelBytes,
      compressedBytes: behind * (STORED_BLOCK_BYTES + headerBytes) + kernel.length,
      offset: index * (headerBytes + STORED_BLOCK_BYTES),
    };
    headers.unshift(rawZip([entry], { withoutEnd: true }));
    records.unshift(entry);
  }
  const [first = Buffer.alloc(0), ...others] = headers;
  return withDirectory(Buffer.concat([first, ...others.map(quote), kernel]), records);
}

/** A directory of these records behind this body. */
function withDirectory(body: Buffer, records: readonly RawEntry[]): Buffer {
  const empty = rawZip(records, { withoutEnd: true });
  const whole = rawZip(records);
  const directory = whole.subarray(empty.length, whole.length - 22);
  const end = Buffer.from(whole.subarray(whole.length - 22));
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, directory, end]);
}

const manifestEntry = (names: readonly string[]): RawEntry => ({ name: 'day.mf', content: Buffer.from(manifestOf(names)) });

/** ZIPs in ZIPs, each full of zeros that inflate a thousandfold, as `42.zip` is. */
function nestedBomb(levels: number): Buffer {
  let inner = rawZip([{ name: 'zeros.bin', content: Buffer.alloc(16 * MEBIBYTE) }]);
  for (let level = 0; level < levels; level++)
    inner = rawZip(Array.from({ length: 4 }, (_none, index) => ({ name: `lib ${index}.zip`, content: inner })));
  return rawZip([{ name: 'a.eml', content: emlOf('good') }, { name: 'inner.zip', content: inner }, manifestEntry(['a.eml'])]);
}

function manyEntries(count: number): Buffer {
  const names = Array.from({ length: count }, (_none, index) => `${index}.eml`);
  return rawZip([...names.map((name): RawEntry => ({ name, content: emlOf(name), method: 0 })), manifestEntry(names)]);
}

const zeros = (mebibytes: number): Buffer => deflateRawSync(Buffer.alloc(mebibytes * MEBIBYTE), { level: 9 });

interface Bomb {
  readonly what: string;
  readonly build: () => Buffer;
  /** Problems of the package, each once, sorted; none: it is no bomb. */
  readonly codes: readonly string[];
  /** Items that may be read. */
  readonly readable: number;
}

/** What archives were made of to exhaust whoever opens them. */
export const BOMBS: readonly Bomb[] = [
  {
    what: 'by overlap, quoted (zbsm): 100 entries of 4 MiB in 20 kB',
    build: () => quotedOverlapBomb(100, 4 * MEBIBYTE),
    codes: ['manifest-missing', 'overlap', 'ratio'],
    readable: 0,
  },
  {
    what: 'by overlap, quoted (zbsm): 2,000 entries',
    build: () => quotedOverlapBomb(2_000, 64 * 1024),
    // The problems that are listed are the first 200.
    codes: ['overlap', 'ratio'],
    readable: 0,
  },
  { what: 'by nesting, six levels (42.zip)', build: () => nestedBomb(6), codes: ['nested-archive'], readable: 1 },
  { what: '20,000 entries, honest', build: () => manyEntries(20_000), codes: [], readable: 20_000 },
  {
    what: 'by ratio: 64 MiB at 1000:1',
    build: () => rawZip([{ name: 'a.eml', raw: zeros(64), bytes: 64 * MEBIBYTE }, manifestEntry(['a.eml'])]),
    codes: ['ratio'],
    readable: 0,
  },
  {
    what: 'by a lie about the size: 64 MiB that say 100 kB',
    build: () => rawZip([{ name: 'a.eml', raw: zeros(64), bytes: 100_000 }, manifestEntry(['a.eml'])]),
    codes: ['size-mismatch'],
    readable: 0,
  },
  {
    what: 'by total: 100 entries of 15 MiB, each below every limit of one',
    build: () => {
      const raw = zeros(15);
      return rawZip(Array.from({ length: 100 }, (_none, index) => ({ name: `${index}.eml`, raw, bytes: 15 * MEBIBYTE })));
    },
    codes: ['manifest-missing', 'ratio'],
    readable: 0,
  },
];
