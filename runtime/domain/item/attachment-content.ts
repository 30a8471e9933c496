import type { Attachment, TransferEncoding } from './item';
import { createTransferDecoder } from './mime/create-transfer-decoder';
import type { TransferDecoder } from './mime/transfer-decoder';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

type EncodedAttachment = Pick<Attachment, 'encoding' | 'isCleanBase64' | 'bytes'>;
type AttachmentInItem = EncodedAttachment & Pick<Attachment, 'start' | 'end'>;

/**
 * The attachment as base64 without line ends, ASCII bytes, as Graph takes it. `encoded`: the item's bytes from `attachment.start` to
 * `attachment.end`. Clean base64 passes as it is, only its line ends go; everything else is decoded and encoded.
 */
export function attachmentBase64(encoded: Buffer, attachment: EncodedAttachment): Buffer {
  if (attachment.isCleanBase64) {
    if (encoded.length === base64Length(attachment.bytes) && isOneLine(encoded)) return encoded;
    const passed = new PassedBase64(Buffer.allocUnsafeSlow(encoded.length));
    passed.write(encoded);
    // The length proves that these are the bytes that were read: a wrong range of a package must not become somebody's attachment.
    if (passed.length === base64Length(attachment.bytes)) return passed.bytes;
  }
  return Buffer.from(decodeAttachment(encoded, attachment.encoding).toString('base64'), 'latin1');
}

/** How much room `writeBase64` needs: the base64, and the line ends that stand in it for a moment. */
export function base64Room({ start, end, bytes }: AttachmentInItem): number {
  return Math.max(end - start, base64Length(bytes));
}

/**
 * Writes the base64 of a range of a package to the beginning of `place`, and answers its length. `chunks`: the item's bytes from
 * `attachment.start` to `attachment.end`, asked for again when they must be decoded. Memory: one chunk.
 *
 * Throws when it is not as long as the attachment that was read: then other bytes stand there.
 */
export async function writeBase64(attachment: AttachmentInItem, chunks: () => AsyncIterable<Buffer>, place: Buffer): Promise<number> {
  const length = base64Length(attachment.bytes);
  if (attachment.isCleanBase64) {
    const passed = new PassedBase64(place);
    for await (const chunk of chunks()) passed.write(chunk);
    if (passed.length === length) return length;
  }
  const pieces: Buffer[] = [];
  for await (const chunk of chunks()) pieces.push(chunk);
  const base64 = decodeAttachment(Buffer.concat(pieces), attachment.encoding).toString('base64');
  if (base64.length !== length) throw new Error(`An attachment of ${attachment.bytes} bytes is not where it was found in the item`);
  return place.write(base64, 'latin1');
}

/** The same in a buffer of its own. */
export async function base64OfRange(attachment: AttachmentInItem, chunks: () => AsyncIterable<Buffer>): Promise<Buffer> {
  const place = Buffer.allocUnsafeSlow(base64Room(attachment));
  return place.subarray(0, await writeBase64(attachment, chunks, place));
}

/** The attachment's own bytes. */
export function decodeAttachment(encoded: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'identity') return encoded;
  const decoder = new AttachmentDecoder(encoding);
  return Buffer.concat([decoder.write(encoded), decoder.end()]);
}

/** Decodes an attachment chunk by chunk, for upload sessions: chunks of its encoded range in, its own bytes out. */
export class AttachmentDecoder {
  private readonly decoder: TransferDecoder;

  constructor(encoding: TransferEncoding) {
    this.decoder = createTransferDecoder(encoding);
  }

  /** The decoded bytes are the caller's to keep. */
  write(chunk: Buffer): Buffer {
    return collect((sink) => this.decoder.write(chunk, sink));
  }

  end(): Buffer {
    return collect((sink) => this.decoder.end(sink));
  }
}

function collect(decode: (sink: (bytes: Buffer) => void) => void): Buffer {
  const pieces: Buffer[] = [];
  decode((bytes) => pieces.push(Buffer.from(bytes)));
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

/** Characters of so many bytes as base64. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

function isOneLine(encoded: Buffer): boolean {
  return !encoded.includes(LINE_FEED) && !encoded.includes(CARRIAGE_RETURN);
}

/**
 * Base64 on its way from the item into a request, copied once, without its line ends. Lines of one length, the first one's, are found without a
 * search and moved together in place, which is faster than copying line by line.
 */
class PassedBase64 {
  private filled = 0;

  /** `place`: with room for the line ends. */
  constructor(private readonly place: Buffer) {}

  get length(): number {
    return this.filled;
  }

  get bytes(): Buffer {
    return this.place.subarray(0, this.filled);
  }

  write(encoded: Buffer): void {
    const { place } = this;
    const written = place.subarray(0, this.filled + encoded.copy(place, this.filled));
    const lineLength = encoded.indexOf(LINE_FEED);
    for (let start = this.filled; start < written.length; ) {
      const isRegular = written[start + lineLength] === LINE_FEED;
      const lineFeed = isRegular ? start + lineLength : indexOrEnd(written, LINE_FEED, start);
      let end = lineFeed;
      while (end > start && written[end - 1] === CARRIAGE_RETURN) end--;
      place.copyWithin(this.filled, start, end);
      this.filled += end - start;
      start = lineFeed + 1;
    }
  }
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const index = bytes.indexOf(byte, from);
  return index < 0 ? bytes.length : index;
}
