import type { Attachment, TransferEncoding } from './item';
import { createTransferDecoder } from './mime/create-transfer-decoder';
import type { TransferDecoder } from './mime/transfer-decoder';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

type EncodedAttachment = Pick<Attachment, 'encoding' | 'isCleanBase64' | 'bytes'>;

/**
 * The attachment as base64 without line ends, ASCII bytes, as Graph takes it. `encoded`: the item's bytes from `attachment.start` to
 * `attachment.end`. Clean base64 passes as it is, only its line ends go; everything else is decoded and encoded.
 */
export function attachmentBase64(encoded: Buffer, attachment: EncodedAttachment): Buffer {
  if (attachment.isCleanBase64) {
    const passed = withoutLineEnds(encoded);
    // The length proves that these are the bytes that were read: a wrong range of a package must not become somebody's attachment.
    if (passed.length === base64Length(attachment.bytes)) return passed;
  }
  return Buffer.from(decodeAttachment(encoded, attachment.encoding).toString('base64'), 'latin1');
}

/** The same from a range of a package that arrives in chunks; memory: the result and one chunk. */
export async function base64OfRange(attachment: EncodedAttachment, chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return attachmentBase64(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces), attachment);
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

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/**
 * Moves the lines together in a copy. Lines of one length, the first one's, are found without a search; an irregular one is searched for.
 * An encoded body without line ends is not copied at all.
 */
function withoutLineEnds(encoded: Buffer): Buffer {
  const firstLineFeed = encoded.indexOf(LINE_FEED);
  if (firstLineFeed < 0 && !encoded.includes(CARRIAGE_RETURN)) return encoded;
  const result = Buffer.from(encoded);
  let length = 0;
  for (let start = 0; start < result.length; ) {
    const lineFeed = result[start + firstLineFeed] === LINE_FEED ? start + firstLineFeed : indexOrEnd(result, LINE_FEED, start);
    let end = Math.min(lineFeed, result.length);
    while (end > start && result[end - 1] === CARRIAGE_RETURN) end--;
    result.copyWithin(length, start, end);
    length += end - start;
    start = lineFeed + 1;
  }
  return result.subarray(0, length);
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const index = bytes.indexOf(byte, from);
  return index < 0 ? bytes.length : index;
}
