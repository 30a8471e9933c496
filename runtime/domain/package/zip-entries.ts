import { type ContentFacts, checkedContent, entryContent } from './entry-content';
import { PackageEntryError } from './entry-error';
import { decodeEntryName } from './entry-name';
import { entryChunks } from './entry-stream';
import type { RangeReader } from './range-reader';
import { RECORD_WINDOW_BYTES, ReadAhead } from './read-ahead';
import type { ZipDirectory, ZipEntry } from './zip-directory';
import * as zip from './zip-format';

/** Larger entries are inflated piece by piece, so that the event loop goes on. */
const AT_ONCE_BYTES = 1024 * 1024;

/** Names and contents of the entries of one ZIP. Reading in order costs one range read per 4 MiB. */
export class ZipEntries {
  private readonly content: ReadAhead;
  private readonly records: ReadAhead;

  constructor(
    private readonly reader: RangeReader,
    readonly directory: ZipDirectory,
  ) {
    this.content = new ReadAhead(reader);
    this.records = directory.isSalvaged ? this.content : new ReadAhead(reader, RECORD_WINDOW_BYTES);
  }

  /** As text, however it is encoded; a name that is no valid UTF-8 is shown byte by byte. */
  async name(index: number): Promise<string> {
    const { nameBytes, flags, extra } = await this.record(index);
    return decodeEntryName(nameBytes, flags, extra) ?? nameBytes.toString('latin1');
  }

  /** The whole content, checked by size and CRC. Throws `PackageEntryError`. */
  async read(index: number): Promise<Buffer> {
    const entry = this.readable(index);
    const dataOffset = await this.dataOffset(index, entry);
    return readContent(this.content, dataOffset, entry);
  }

  /** The content in chunks, good until the next one; see `entryChunks` for what an error at the end means. */
  async *stream(index: number): AsyncIterable<Buffer> {
    const entry = this.readable(index);
    const dataOffset = await this.dataOffset(index, entry);
    if (!isSmall(entry)) yield* entryChunks(this.reader, dataOffset, entry);
    else if (entry.isDeflated) yield await readContent(this.content, dataOffset, entry);
    else yield checkedContent(await this.bytesAt(dataOffset, entry.compressedBytes), entry);
  }

  /** Where the data begins, after the local header was found to say the same as the directory. */
  async dataOffset(index: number, entry: ZipEntry = this.directory.entry(index)): Promise<number> {
    const local = await readLocalHeader(this.content, entry.offset);
    const { nameBytes, flags, method } = this.directory.isSalvaged ? local : await this.record(index);
    if (!local.nameBytes.equals(nameBytes)) throw mismatch('another name');
    if (local.method !== method) throw mismatch('another compression method');
    if ((local.flags & zip.ANY_ENCRYPTION) !== (flags & zip.ANY_ENCRYPTION)) throw mismatch('another encryption');
    const isSame = local.bytes === entry.bytes && local.compressedBytes === entry.compressedBytes && local.crc32 === entry.crc32;
    const isLeftOut = local.bytes === 0 && local.compressedBytes === 0 && local.crc32 === 0;
    if (!isSame && !(entry.hasDescriptor && isLeftOut)) throw mismatch('other sizes or another CRC-32');
    return local.dataOffset;
  }

  /** Reads an entry to its end and forgets it: size, CRC and local header are right, or it throws. Answers where its data ends. */
  async verify(index: number): Promise<number> {
    const entry = this.readable(index);
    const dataOffset = await this.dataOffset(index, entry);
    if (isSmall(entry)) checkedContent(await this.bytesAt(dataOffset, entry.compressedBytes), entry);
    else for await (const _chunk of entryChunks(this.content, dataOffset, entry));
    return dataOffset + entry.compressedBytes;
  }

  /** A few bytes of the file, for what hides behind an entry. */
  async bytesAt(offset: number, length: number): Promise<Buffer> {
    return this.content.cached(offset, length) ?? (await this.content.read(offset, length));
  }

  private readable(index: number): ZipEntry {
    const bar = this.directory.barOf(index);
    if (bar !== undefined) throw new PackageEntryError(bar, 'the package was refused for it');
    return this.directory.entry(index);
  }

  private async record(index: number): Promise<{ nameBytes: Buffer; flags: number; method: number; extra: Buffer }> {
    const offset = this.directory.recordOffsetOf(index);
    if (this.directory.isSalvaged) return readLocalHeader(this.records, offset);
    const head = this.records.cached(offset, zip.DIRECTORY_BYTES) ?? (await this.records.read(offset, zip.DIRECTORY_BYTES));
    const [flags, method, nameLength] = [head.readUInt16LE(8), head.readUInt16LE(10), head.readUInt16LE(28)];
    const length = nameLength + head.readUInt16LE(30);
    const tail =
      this.records.cached(offset + zip.DIRECTORY_BYTES, length) ?? (await this.records.read(offset + zip.DIRECTORY_BYTES, length));
    return { nameBytes: tail.subarray(0, nameLength), flags, method, extra: tail.subarray(nameLength) };
  }
}

const isSmall = (facts: ContentFacts): boolean => facts.bytes <= AT_ONCE_BYTES && facts.compressedBytes <= AT_ONCE_BYTES;

/** Content that begins at `dataOffset`, small or large. */
export async function readContent(ahead: ReadAhead, dataOffset: number, facts: ContentFacts): Promise<Buffer> {
  if (isSmall(facts)) {
    return entryContent(ahead.cached(dataOffset, facts.compressedBytes) ?? (await ahead.read(dataOffset, facts.compressedBytes)), facts);
  }
  const content = Buffer.allocUnsafeSlow(facts.bytes);
  let filled = 0;
  for await (const chunk of entryChunks(ahead, dataOffset, facts)) filled += chunk.copy(content, filled);
  return content;
}

function mismatch(what: string): PackageEntryError {
  return new PackageEntryError('header-mismatch', `its local header gives ${what} than the central directory`);
}

export interface LocalHeader extends ContentFacts {
  readonly nameBytes: Buffer;
  readonly extra: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly dataOffset: number;
}

/** The header in front of an entry's data (APPNOTE 4.3.7). Throws `PackageEntryError` when there is none. */
export async function readLocalHeader(ahead: ReadAhead, offset: number): Promise<LocalHeader> {
  const head = ahead.cached(offset, zip.LOCAL_BYTES) ?? (await ahead.read(offset, zip.LOCAL_BYTES));
  if (head.readUInt32LE(0) !== zip.LOCAL_SIGNATURE)
    throw new PackageEntryError('header-mismatch', 'no local header stands where the directory says');
  const nameLength = head.readUInt16LE(26);
  const tailLength = nameLength + head.readUInt16LE(28);
  const tail = ahead.cached(offset + zip.LOCAL_BYTES, tailLength) ?? (await ahead.read(offset + zip.LOCAL_BYTES, tailLength));
  const extra = tail.subarray(nameLength);
  const plain = { compressedBytes: head.readUInt32LE(18), bytes: head.readUInt32LE(22), offset: 0 };
  const sizes = zip.withZip64(plain, extra) ?? plain;
  const method = head.readUInt16LE(8);
  return {
    nameBytes: tail.subarray(0, nameLength),
    extra,
    flags: head.readUInt16LE(6),
    method,
    isDeflated: method === zip.METHOD_DEFLATE,
    crc32: head.readUInt32LE(14),
    bytes: sizes.bytes,
    compressedBytes: sizes.compressedBytes,
    dataOffset: offset + zip.LOCAL_BYTES + tailLength,
  };
}
