import type { ProblemList } from './package-problem';
import type { RangeReader } from './range-reader';
import { readExactly } from './read-ahead';
import {
  DIRECTORY_BYTES,
  DIRECTORY_SIGNATURE,
  END_BYTES,
  END_SIGNATURE,
  IN_ZIP64_16,
  IN_ZIP64_32,
  LOCAL_BYTES,
  LOCAL_SIGNATURE,
  MAX_COMMENT_BYTES,
  readUInt64,
  ZIP64_END_BYTES,
  ZIP64_END_SIGNATURE,
  ZIP64_LOCATOR_BYTES,
  ZIP64_LOCATOR_SIGNATURE,
} from './zip-format';

/** Where the central directory stands. */
export interface DirectoryPlace {
  readonly entries: number;
  readonly offset: number;
  readonly bytes: number;
  /** Bytes in front of the ZIP that its own offsets do not count. */
  readonly shift: number;
}

/** What an end record says. */
interface EndRecord {
  readonly offset: number;
  /** Where the record with its comment ends. */
  readonly end: number;
  readonly isOneDisk: boolean;
  readonly entries: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
}

/**
 * Finds the central directory from the end of the file. Undefined when there is none; what is wrong but readable goes into `problems`.
 *
 * Two readers that pick different end records would see two different packages, so more than one candidate is refused.
 */
export async function findDirectory(reader: RangeReader, problems: ProblemList): Promise<DirectoryPlace | undefined> {
  const tailBytes = Math.min(reader.byteLength, END_BYTES + MAX_COMMENT_BYTES + ZIP64_LOCATOR_BYTES);
  const tailOffset = reader.byteLength - tailBytes;
  const tail = await readExactly(reader, tailOffset, tailBytes);
  const candidates = endRecords(tail, tailOffset);
  const exact = candidates.filter((record) => record.end === reader.byteLength);
  const record = exact[0] ?? candidates[0];
  if (record === undefined) return undefined;
  if (exact.length > 1) problems.add('ambiguous-directory', '', `${exact.length} end records fit the end of the file`);
  if (record.end < reader.byteLength)
    problems.add('garbage-after', '', `${reader.byteLength - record.end} bytes follow the end of the ZIP`);
  if (record.end > reader.byteLength) problems.add('truncated', '', 'the file ends inside the comment of the ZIP');
  if (!record.isOneDisk) problems.add('multi-disk', '', 'the ZIP is one part of several');
  const locatorOffset = record.offset - ZIP64_LOCATOR_BYTES - tailOffset;
  const locator = locatorOffset >= 0 ? tail.subarray(locatorOffset, locatorOffset + ZIP64_LOCATOR_BYTES) : undefined;
  if (locator === undefined || locator.readUInt32LE(0) !== ZIP64_LOCATOR_SIGNATURE) return placeOf(reader, record, record.offset, problems);
  return placeWithZip64(reader, record, locator, problems);
}

/** Every end record in the tail, the last one first. */
function endRecords(tail: Buffer, tailOffset: number): EndRecord[] {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END_SIGNATURE);
  const records: EndRecord[] = [];
  for (let at = tail.lastIndexOf(signature); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(signature, at - 1)) {
    if (at + END_BYTES > tail.length) continue;
    const record = parseEnd(tail, at, tailOffset);
    const isPlausible = record.directoryBytes === IN_ZIP64_32 || record.directoryBytes <= record.offset;
    if (isPlausible) records.push(record);
  }
  return records;
}

function parseEnd(tail: Buffer, at: number, tailOffset: number): EndRecord {
  return {
    offset: tailOffset + at,
    end: tailOffset + at + END_BYTES + tail.readUInt16LE(at + 20),
    isOneDisk:
      isFirstDisk(tail.readUInt16LE(at + 4)) &&
      isFirstDisk(tail.readUInt16LE(at + 6)) &&
      tail.readUInt16LE(at + 8) === tail.readUInt16LE(at + 10),
    entries: tail.readUInt16LE(at + 10),
    directoryBytes: tail.readUInt32LE(at + 12),
    directoryOffset: tail.readUInt32LE(at + 16),
  };
}

/** Some writers point to the Zip64 record for the disk numbers too. */
const isFirstDisk = (disk: number): boolean => disk === 0 || disk === IN_ZIP64_16;

/** A Zip64 record counts where the plain one says "see there"; where both give a number they must agree. */
async function placeWithZip64(
  reader: RangeReader,
  record: EndRecord,
  locator: Buffer,
  problems: ProblemList,
): Promise<DirectoryPlace | undefined> {
  const found = await readZip64End(reader, readUInt64(locator, 8), record.offset - ZIP64_LOCATOR_BYTES);
  if (found === undefined) {
    problems.add('damaged-directory', '', 'the Zip64 end record is missing');
    return undefined;
  }
  const zip64 = {
    entries: readUInt64(found.bytes, 32),
    directoryBytes: readUInt64(found.bytes, 40),
    directoryOffset: readUInt64(found.bytes, 48),
  };
  const isOneDisk =
    found.bytes.readUInt32LE(16) === 0 && found.bytes.readUInt32LE(20) === 0 && readUInt64(found.bytes, 24) === zip64.entries;
  if (!isOneDisk) problems.add('multi-disk', '', 'the ZIP is one part of several');
  const agrees =
    fits(record.entries, zip64.entries, IN_ZIP64_16) &&
    fits(record.directoryBytes, zip64.directoryBytes, IN_ZIP64_32) &&
    fits(record.directoryOffset, zip64.directoryOffset, IN_ZIP64_32);
  if (!agrees) problems.add('ambiguous-directory', '', 'the end record and the Zip64 end record differ');
  return placeOf(reader, { ...record, ...zip64 }, found.offset, problems);
}

const fits = (plain: number, zip64: number, seeThere: number): boolean => plain === seeThere || plain === zip64;

/** At the offset the locator gives or, when bytes were put in front of the ZIP, directly before the locator. */
async function readZip64End(
  reader: RangeReader,
  declared: number,
  locatorOffset: number,
): Promise<{ bytes: Buffer; offset: number } | undefined> {
  for (const offset of [declared, locatorOffset - ZIP64_END_BYTES]) {
    if (offset < 0 || offset + ZIP64_END_BYTES > locatorOffset) continue;
    const bytes = await readExactly(reader, offset, ZIP64_END_BYTES);
    if (bytes.readUInt32LE(0) === ZIP64_END_SIGNATURE) return { bytes, offset };
  }
  return undefined;
}

/** `directoryEnd`: where the first end record begins. */
async function placeOf(
  reader: RangeReader,
  record: EndRecord,
  directoryEnd: number,
  problems: ProblemList,
): Promise<DirectoryPlace | undefined> {
  const { entries, directoryBytes: bytes, directoryOffset: declared } = record;
  const last = directoryEnd - bytes;
  if (bytes === 0 && entries === 0) return emptyPlace(declared, last, problems);
  for (const offset of declared === last ? [last] : [declared, last]) {
    if (offset + bytes > directoryEnd || !(await isDirectoryAt(reader, offset, directoryEnd))) continue;
    if (offset > declared) problems.add('garbage-before', '', `${offset - declared} bytes stand before the ZIP`);
    if (offset < declared)
      problems.add('damaged-directory', '', `the directory stands ${declared - offset} bytes before the place that the end record gives`);
    // Readers that count from the end of the file would take these bytes for the directory.
    if (offset < last) problems.add('ambiguous-directory', '', `${last - offset} bytes stand between the directory and its end record`);
    return { entries, offset, bytes, shift: await shiftOf(reader, offset, offset - declared) };
  }
  problems.add('damaged-directory', '', 'no central directory stands where the end record says');
  return undefined;
}

/** How far the entries stand from where the directory says. Only its end record may be wrong: then the first entry stands where it should. */
async function shiftOf(reader: RangeReader, offset: number, shift: number): Promise<number> {
  if (shift >= 0) return shift;
  const first = (await readExactly(reader, offset, DIRECTORY_BYTES)).readUInt32LE(42);
  const isThere = first + LOCAL_BYTES <= offset && (await readExactly(reader, first, 4)).readUInt32LE(0) === LOCAL_SIGNATURE;
  return isThere ? 0 : shift;
}

/** A ZIP without entries is its end record alone. */
function emptyPlace(declared: number, last: number, problems: ProblemList): DirectoryPlace {
  if (last > 0) problems.add('garbage-before', '', `${last} bytes stand before the end record of an empty ZIP`);
  return { entries: 0, offset: last, bytes: 0, shift: last - declared };
}

async function isDirectoryAt(reader: RangeReader, offset: number, directoryEnd: number): Promise<boolean> {
  if (offset < 0 || offset + DIRECTORY_BYTES > directoryEnd) return false;
  return (await readExactly(reader, offset, 4)).readUInt32LE(0) === DIRECTORY_SIGNATURE;
}
