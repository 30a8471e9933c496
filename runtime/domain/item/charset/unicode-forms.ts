/** UTF-16 and UTF-32 with and without byte order mark. */

/** Enough to see which byte of a unit is the high one. */
const SAMPLE_BYTES = 4096;

export function decodeUtf16(bytes: Buffer, labelled: 'little' | 'big' | undefined): string {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const mark = even.length >= 2 ? even.readUInt16LE(0) : 0;
  const order = mark === 0xfeff ? 'little' : mark === 0xfffe ? 'big' : (labelled ?? likelyOrder(even));
  const text = order === 'little' ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le');
  return withoutMark(text) + (even.length === bytes.length ? '' : '\ufffd');
}

export function decodeUtf32(bytes: Buffer, labelled: 'little' | 'big' | undefined): string {
  const mark = bytes.length >= 4 ? bytes.readUInt32LE(0) : 0;
  const order = mark === 0xfeff ? 'little' : mark === 0xfffe0000 ? 'big' : (labelled ?? (bytes[0] === 0 ? 'big' : 'little'));
  let text = '';
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    const code = order === 'little' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return withoutMark(text) + (bytes.length % 4 === 0 ? '' : '\ufffd');
}

/**
 * Without a mark the standards disagree (RFC 2781 says big, WHATWG little), so the text decides: the high bytes of one script are few,
 * its low bytes are many. A tie goes to little endian, which is what software writes.
 */
function likelyOrder(bytes: Buffer): 'little' | 'big' {
  const first = new Set<number>();
  const second = new Set<number>();
  for (let at = 0; at + 1 < bytes.length && at < SAMPLE_BYTES; at += 2) {
    first.add(bytes[at] ?? 0);
    second.add(bytes[at + 1] ?? 0);
  }
  if (first.size === second.size) return first.has(0) && !second.has(0) ? 'big' : 'little';
  return first.size < second.size ? 'big' : 'little';
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
