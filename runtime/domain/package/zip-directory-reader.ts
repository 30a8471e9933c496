import { decodeEntryName, type EntryKind, entryKindOf, foldedName, unsafeNameReason } from './entry-name';
import { NumberList, nameHash } from './name-hash';
import { isBombRatio, type PackageLimits } from './package-limits';
import type { ProblemList } from './package-problem';
import type { RangeReader } from './range-reader';
import { RECORD_WINDOW_BYTES, ReadAhead } from './read-ahead';
import { type Bar, ZipDirectory, type ZipEntry } from './zip-directory';
import type { DirectoryPlace } from './zip-end';
import * as zip from './zip-format';

/** What one pass over the central directory learns. */
export interface DirectoryContents {
  readonly directory: ZipDirectory;
  /** Indexes of the EML entries, in order. */
  readonly items: Uint32Array;
  readonly manifests: readonly number[];
  /** Hashes of the items' names, for the manifest. */
  readonly itemHashes: NumberList;
  /** Hashes of the folded names of everything but folders, for duplicates. */
  readonly foldedHashes: NumberList;
  /** Whether every record could be read. */
  readonly isWhole: boolean;
}

/** Reads the central directory once, record by record, and checks each. Undefined when its size alone is an attack. */
export async function readDirectory(
  reader: RangeReader,
  place: DirectoryPlace,
  limits: PackageLimits,
  problems: ProblemList,
): Promise<DirectoryContents | undefined> {
  if (place.entries > limits.maxEntries) return tooManyEntries(place.entries, limits, problems);
  if (place.bytes > limits.maxDirectoryBytes) {
    problems.add('directory-too-large', '', `the directory has ${place.bytes} bytes, at most ${limits.maxDirectoryBytes} are read`);
    return undefined;
  }
  const pass = new DirectoryPass(new ReadAhead(reader, RECORD_WINDOW_BYTES), place, limits, problems);
  await pass.run();
  return pass.count > limits.maxEntries ? tooManyEntries(pass.count, limits, problems) : pass.contents();
}

function tooManyEntries(entries: number, limits: PackageLimits, problems: ProblemList): undefined {
  problems.add('too-many-entries', '', `${entries} entries or more, at most ${limits.maxEntries} are read`);
  return undefined;
}

/** One record of the central directory (APPNOTE 4.3.12). */
interface DirectoryRecord {
  readonly entry: ZipEntry;
  readonly name: string | undefined;
  readonly nameBytes: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly disk: number;
  /** Unix file type and permissions; 0 when another system made the ZIP. */
  readonly mode: number;
  readonly isBroken: boolean;
  readonly byteLength: number;
}

class DirectoryPass {
  private readonly directory: ZipDirectory;
  private readonly items = new NumberList();
  private readonly manifests: number[] = [];
  private readonly itemHashes: NumberList;
  private readonly foldedHashes: NumberList;
  private totalBytes = 0;
  private isWhole = true;

  constructor(
    private readonly ahead: ReadAhead,
    private readonly place: DirectoryPlace,
    private readonly limits: PackageLimits,
    private readonly problems: ProblemList,
  ) {
    // By its size and not by the announced count, which old writers cut to 16 bits. Pages of the arrays that no entry needs are never touched.
    const capacity = Math.min(limits.maxEntries + 1, Math.floor(place.bytes / zip.DIRECTORY_BYTES));
    this.directory = new ZipDirectory(capacity, place.offset, false);
    this.itemHashes = new NumberList(capacity);
    this.foldedHashes = new NumberList(capacity);
  }

  get count(): number {
    return this.directory.count;
  }

  async run(): Promise<void> {
    const { place, directory } = this;
    for (let at = 0; at < place.bytes && this.count <= this.limits.maxEntries; ) {
      const record = await readRecord(this.ahead, place.offset + at, place.offset + place.bytes, place.shift);
      if (record === undefined) {
        this.isWhole = false;
        break;
      }
      this.take(record, at);
      at += record.byteLength;
    }
    if (directory.count !== place.entries) {
      this.problems.add('damaged-directory', '', `${place.entries} entries are announced, ${directory.count} can be read`);
    } else if (!this.isWhole) {
      this.problems.add('damaged-directory', '', 'bytes that are no entry stand behind its last entry');
      this.isWhole = true;
    }
    this.checkTotals();
  }

  contents(): DirectoryContents {
    const { directory, manifests, itemHashes, foldedHashes, isWhole } = this;
    return { directory, items: Uint32Array.from(this.items.sorted()), manifests, itemHashes, foldedHashes, isWhole };
  }

  private take(record: DirectoryRecord, at: number): void {
    const index = this.directory.add(record.entry, at, record.nameBytes.length);
    const name = record.name ?? record.nameBytes.toString('latin1');
    const unsafe = this.unsafeReason(record);
    if (unsafe !== undefined) this.problems.add('unsafe-name', name, unsafe);
    const kind = entryKindOf(name);
    this.takeKind(kind, index, name, record);
    if (kind === 'folder') return;
    this.takeName(kind, name);
    const found = this.barFor(record);
    if (found === undefined) {
      this.totalBytes += record.entry.bytes;
      return;
    }
    this.directory.bar(index, found.bar);
    this.problems.add(found.bar, name, found.detail);
  }

  private takeName(kind: EntryKind, name: string): void {
    const folded = foldedName(name);
    const foldedHash = nameHash(folded);
    this.foldedHashes.push(foldedHash);
    if (kind === 'item') this.itemHashes.push(folded === name ? foldedHash : nameHash(name));
  }

  private unsafeReason(record: DirectoryRecord): string | undefined {
    if (record.name === undefined) return 'the name is no valid UTF-8';
    if (record.nameBytes.length > this.limits.maxNameBytes) return `the name has ${record.nameBytes.length} bytes`;
    return unsafeNameReason(record.name);
  }

  private takeKind(kind: EntryKind, index: number, name: string, record: DirectoryRecord): void {
    if (kind === 'item') this.items.push(index);
    if (kind === 'manifest') this.manifests.push(index);
    if (kind === 'archive') this.problems.add('nested-archive', name, 'an archive inside a package is not opened');
    const isFolderWithContent = kind === 'folder' && record.entry.bytes > 0;
    if (kind === 'other' || isFolderWithContent) this.problems.add('unexpected-entry', name, 'neither an EML item nor the manifest');
    if (kind === 'item' && record.entry.bytes === 0) this.problems.add('empty-item', name, 'the item has zero bytes');
  }

  private barFor({ entry, ...record }: DirectoryRecord): { bar: Bar; detail: string } | undefined {
    const end = entry.offset + zip.LOCAL_BYTES + entry.compressedBytes;
    if (record.isBroken) return { bar: 'damaged-directory', detail: 'its Zip64 sizes are missing' };
    if (record.disk !== 0) return { bar: 'multi-disk', detail: `it begins in part ${record.disk + 1} of a split ZIP` };
    if ((record.flags & zip.ANY_ENCRYPTION) !== 0 || record.method === zip.METHOD_AES)
      return { bar: 'encrypted', detail: 'it needs a password' };
    if (isSpecialFile(record.mode)) return { bar: 'special-file', detail: 'it is a symbolic link or a device, not a file' };
    if (record.method !== zip.METHOD_STORED && record.method !== zip.METHOD_DEFLATE) {
      return { bar: 'unsupported-method', detail: `compression method ${record.method}; stored (0) and deflate (8) are read` };
    }
    if (end > this.place.offset || entry.offset < 0) return { bar: 'truncated', detail: 'its data would stand behind the end of the file' };
    if (entry.bytes > this.limits.maxItemBytes)
      return { bar: 'entry-too-large', detail: `${entry.bytes} bytes, at most ${this.limits.maxItemBytes}` };
    if (isBombRatio(entry.bytes, entry.compressedBytes, this.limits)) {
      return { bar: 'ratio', detail: `${entry.bytes} bytes out of ${entry.compressedBytes}; mail never inflates like that` };
    }
    return undefined;
  }

  private checkTotals(): void {
    const { totalBytes, limits, problems, directory } = this;
    if (totalBytes > limits.maxTotalBytes) {
      problems.add('total-too-large', '', `${totalBytes} bytes in all, at most ${limits.maxTotalBytes}`);
      directory.barAll('total-too-large');
    } else if (isBombRatio(totalBytes, this.ahead.byteLength, limits)) {
      problems.add('ratio', '', `${totalBytes} bytes in all out of ${this.ahead.byteLength}; mail never inflates like that`);
      directory.barAll('ratio');
    }
  }
}

const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

function isSpecialFile(mode: number): boolean {
  const type = mode & FILE_TYPE_MASK;
  return type !== 0 && type !== REGULAR_FILE && type !== FOLDER;
}

/** Systems whose external attributes carry a Unix mode: Unix and macOS (APPNOTE 4.4.2). */
const UNIX_SYSTEMS = new Set([3, 19]);

/** Undefined when no whole record stands there. */
async function readRecord(ahead: ReadAhead, offset: number, end: number, shift: number): Promise<DirectoryRecord | undefined> {
  if (offset + zip.DIRECTORY_BYTES > end) return undefined;
  const head = ahead.cached(offset, zip.DIRECTORY_BYTES) ?? (await ahead.read(offset, zip.DIRECTORY_BYTES));
  if (head.readUInt32LE(0) !== zip.DIRECTORY_SIGNATURE) return undefined;
  const nameLength = head.readUInt16LE(28);
  const extraLength = head.readUInt16LE(30);
  const byteLength = zip.DIRECTORY_BYTES + nameLength + extraLength + head.readUInt16LE(32);
  if (offset + byteLength > end) return undefined;
  const tail =
    ahead.cached(offset + zip.DIRECTORY_BYTES, nameLength + extraLength) ??
    (await ahead.read(offset + zip.DIRECTORY_BYTES, nameLength + extraLength));
  return parseRecord(head, tail.subarray(0, nameLength), tail.subarray(nameLength), shift, byteLength);
}

function parseRecord(head: Buffer, nameBytes: Buffer, extra: Buffer, shift: number, byteLength: number): DirectoryRecord {
  const flags = head.readUInt16LE(8);
  const method = head.readUInt16LE(10);
  const plain = { compressedBytes: head.readUInt32LE(20), bytes: head.readUInt32LE(24), offset: head.readUInt32LE(42) };
  const sizes = zip.withZip64(plain, extra);
  const { bytes, compressedBytes, offset } = sizes ?? plain;
  const isDeflated = method === zip.METHOD_DEFLATE;
  const hasDescriptor = (flags & zip.FLAG_DESCRIPTOR) !== 0;
  return {
    entry: { offset: offset + shift, compressedBytes, bytes, crc32: head.readUInt32LE(16), isDeflated, hasDescriptor },
    name: decodeEntryName(nameBytes, flags, extra),
    nameBytes,
    flags,
    method,
    disk: head.readUInt16LE(34),
    mode: UNIX_SYSTEMS.has(head[5] ?? 0) ? head.readUInt16LE(40) : 0,
    isBroken: sizes === undefined,
    byteLength,
  };
}
