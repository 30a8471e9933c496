/** The few forms of ASN.1 (X.690, distinguished encoding) that a certificate needs. */

const CONTEXT_SPECIFIC = 0xa0;
const PRIMITIVE_CONTEXT = 0x80;

function tagged(tag: number, content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 0xffff ? 6 : content.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

export function set(...parts: readonly Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

/** A non-negative number of any size, from its big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
  const needsZero = (bytes[0] ?? 0) >= 0x80;
  return tagged(0x02, needsZero ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]));
}

export function bitString(content: Buffer, unusedBits = 0): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([unusedBits]), content]));
}

export function octetString(content: Buffer): Buffer {
  return tagged(0x04, content);
}

export function utf8String(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text, 'utf8'));
}

/** UTCTime, `YYMMDDHHMMSSZ`, as RFC 5280 wants it until 2049. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`, 'latin1'));
}

/** An object identifier like `2.5.29.17`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** `[n]` around a whole element. */
export function explicit(number: number, content: Buffer): Buffer {
  return tagged(CONTEXT_SPECIFIC | number, content);
}

/** `[n]` in the place of a primitive's own tag. */
export function implicit(number: number, content: Buffer): Buffer {
  return tagged(PRIMITIVE_CONTEXT | number, content);
}
