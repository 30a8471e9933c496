import { PackageEntryError } from './entry-error';
import { decodeEntryName, entryKindOf } from './entry-name';
import { type InflatedSize, inflatedSize } from './inflated-size';
import { NumberList } from './name-hash';
import { isBombRatio, type PackageLimits } from './package-limits';
import type { RangeReader } from './range-reader';
import { ReadAhead } from './read-ahead';
import { ZipDirectory, type ZipEntry } from './zip-directory';
import { type LocalHeader, readLocalHeader } from './zip-entries';
import * as zip from './zip-format';

export interface SalvagedEntries {
  readonly directory: ZipDirectory;
  readonly items: Uint32Array;
}

/** Work spent on headers that turn out to be none; a file made of false headers must not cost more than reading it a few times. */
const MAX_WASTED_PASSES = 4;
const SMALLEST_WASTE_BYTES = 64 * 1024 * 1024;

/**
 * Finds entries by their local headers, one behind the other, in a ZIP whose directory is missing or damaged. Only whole entries count; the
 * numbering follows from the bytes alone. CRC and size are checked when an entry is read, as always.
 */
export async function salvageEntries(reader: RangeReader, limits: PackageLimits): Promise<SalvagedEntries> {
  const ahead = new ReadAhead(reader);
  // Pages of these arrays that no entry needs are never touched.
  const directory = new ZipDirectory(Math.min(limits.maxEntries, Math.floor(reader.byteLength / zip.LOCAL_BYTES)), 0, true);
  const items = new NumberList();
  let wasteLeft = Math.max(SMALLEST_WASTE_BYTES, reader.byteLength * MAX_WASTED_PASSES);
  for (let at = await nextHeader(ahead, 0); at !== undefined && directory.count < limits.maxEntries && wasteLeft > 0; ) {
    const salvaged = await tryEntry(ahead, at, limits);
    if (salvaged.end === undefined) {
      wasteLeft -= salvaged.spentBytes;
      at = await nextHeader(ahead, at + 1);
      continue;
    }
    const index = directory.add(salvaged.entry, 0, salvaged.nameLength);
    if (salvaged.isItem) items.push(index);
    at = await nextHeader(ahead, salvaged.end);
  }
  return { directory, items: Uint32Array.from(items.sorted()) };
}

const SCAN_BYTES = 64 * 1024;
const signature = Buffer.alloc(4);
signature.writeUInt32LE(zip.LOCAL_SIGNATURE);

/** Where the next local header may begin, from `from` on. */
async function nextHeader(ahead: ReadAhead, from: number): Promise<number | undefined> {
  for (let at = from; at + zip.LOCAL_BYTES <= ahead.byteLength; at += SCAN_BYTES - signature.length) {
    const window = await ahead.read(at, Math.min(SCAN_BYTES, ahead.byteLength - at));
    const hit = window.indexOf(signature);
    if (hit >= 0) return at + hit;
  }
  return undefined;
}

type Salvaged =
  | { readonly end: number; readonly entry: ZipEntry; readonly nameLength: number; readonly isItem: boolean }
  | { readonly end: undefined; readonly spentBytes: number };

async function tryEntry(ahead: ReadAhead, at: number, limits: PackageLimits): Promise<Salvaged> {
  try {
    const local = await readLocalHeader(ahead, at);
    const sized = await withSizes(ahead, local, limits);
    if (typeof sized === 'number') return { end: undefined, spentBytes: sized };
    const end = local.dataOffset + sized.compressedBytes;
    const isWhole =
      end <= ahead.byteLength && sized.bytes <= limits.maxItemBytes && !isBombRatio(sized.bytes, sized.compressedBytes, limits);
    const name = decodeEntryName(local.nameBytes, local.flags, local.extra) ?? local.nameBytes.toString('latin1');
    if (!isWhole || !isPlausible(local, limits)) return { end: undefined, spentBytes: zip.LOCAL_BYTES };
    return { end, entry: { ...sized, offset: at }, nameLength: local.nameBytes.length, isItem: entryKindOf(name) === 'item' };
  } catch (error) {
    if (!(error instanceof PackageEntryError)) throw error;
    return { end: undefined, spentBytes: zip.LOCAL_BYTES };
  }
}

function isPlausible(local: LocalHeader, limits: PackageLimits): boolean {
  const isKnownMethod = local.method === zip.METHOD_STORED || local.method === zip.METHOD_DEFLATE;
  return (
    isKnownMethod && (local.flags & zip.ANY_ENCRYPTION) === 0 && local.nameBytes.length > 0 && local.nameBytes.length <= limits.maxNameBytes
  );
}

/** Sizes of an entry, from its header or, when they stand behind the data, by inflating it once; a number = bytes read and inflated in vain. */
async function withSizes(ahead: ReadAhead, local: LocalHeader, limits: PackageLimits): Promise<Omit<ZipEntry, 'offset'> | number> {
  const { bytes, compressedBytes, crc32, isDeflated } = local;
  const hasDescriptor = (local.flags & zip.FLAG_DESCRIPTOR) !== 0;
  const isLeftOut = hasDescriptor && compressedBytes === 0 && bytes === 0 && crc32 === 0;
  if (!isLeftOut) return { bytes, compressedBytes, crc32, isDeflated, hasDescriptor };
  if (!isDeflated) return zip.LOCAL_BYTES;
  const measured = await inflatedSize(ahead, local.dataOffset, limits);
  const isConfirmed = measured.isWhole && (await hasDescriptorFor(ahead, local.dataOffset + measured.compressedBytes, measured));
  return isConfirmed ? { ...measured, isDeflated, hasDescriptor } : measured.bytes + measured.compressedBytes;
}

/** The descriptor is what tells a whole entry from bytes that happen to inflate: with or without signature, sizes of 4 or 8 bytes (APPNOTE 4.3.9). */
async function hasDescriptorFor(ahead: ReadAhead, at: number, { crc32, compressedBytes, bytes }: InflatedSize): Promise<boolean> {
  const found = await ahead.read(at, Math.min(zip.DESCRIPTOR_BYTES, ahead.byteLength - at));
  return [0, 4].some((from) => {
    if (from === 4 && (found.length < 4 || found.readUInt32LE(0) !== zip.DESCRIPTOR_SIGNATURE)) return false;
    if (found.length < from + 12 || found.readUInt32LE(from) !== crc32) return false;
    const isPlain = found.readUInt32LE(from + 4) === compressedBytes && found.readUInt32LE(from + 8) === bytes;
    const isZip64 =
      found.length >= from + 20 && zip.readUInt64(found, from + 4) === compressedBytes && zip.readUInt64(found, from + 12) === bytes;
    return isPlain || isZip64;
  });
}
