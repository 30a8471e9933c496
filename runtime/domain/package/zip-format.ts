/** Numbers of the ZIP format; section numbers are those of PKWARE's APPNOTE.TXT 6.3.10. */

/** 4.3.7 */
export const LOCAL_SIGNATURE = 0x04034b50;
export const LOCAL_BYTES = 30;
/** 4.3.9 */
export const DESCRIPTOR_SIGNATURE = 0x08074b50;
/** At most: signature, CRC-32, two sizes of 8 bytes. */
export const DESCRIPTOR_BYTES = 24;
/** 4.3.12 */
export const DIRECTORY_SIGNATURE = 0x02014b50;
export const DIRECTORY_BYTES = 46;
/** 4.3.14 */
export const ZIP64_END_SIGNATURE = 0x06064b50;
export const ZIP64_END_BYTES = 56;
/** 4.3.15 */
export const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
export const ZIP64_LOCATOR_BYTES = 20;
/** 4.3.16 */
export const END_SIGNATURE = 0x06054b50;
export const END_BYTES = 22;
export const MAX_COMMENT_BYTES = 0xffff;

/** 4.4.4; the strong and masked forms also hide sizes and names. */
export const FLAG_ENCRYPTED = 0x0001;
export const FLAG_DESCRIPTOR = 0x0008;
export const FLAG_STRONG_ENCRYPTION = 0x0040;
export const FLAG_UTF8 = 0x0800;
export const FLAG_MASKED_HEADERS = 0x2000;
export const ANY_ENCRYPTION = FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS;

/** 4.4.5 */
export const METHOD_STORED = 0;
export const METHOD_DEFLATE = 8;
/** WinZip's AES: the real method hides in an extra field. */
export const METHOD_AES = 99;

/** A field of this value stands in the Zip64 extra field instead (4.5.3). */
export const IN_ZIP64_32 = 0xffffffff;
export const IN_ZIP64_16 = 0xffff;
const ZIP64_EXTRA = 0x0001;
/** 4.6.9, written by Info-ZIP: the name in UTF-8, valid while the CRC-32 of the plain name fits. */
export const UNICODE_PATH_EXTRA = 0x7075;

/** The content of an extra field, or undefined. A broken list of fields ends where it breaks. */
export function extraField(extra: Buffer, id: number): Buffer | undefined {
  let at = 0;
  while (at + 4 <= extra.length) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) return undefined;
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, end);
    at = end;
  }
  return undefined;
}

/** Over 2^53 the number is not exact, but any such offset or size is far over every limit. */
export function readUInt64(buffer: Buffer, offset: number): number {
  return buffer.readUInt32LE(offset + 4) * 2 ** 32 + buffer.readUInt32LE(offset);
}

export interface Sizes {
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly offset: number;
}

/** Replaces the fields that say "see Zip64", in the fixed order of 4.5.3; undefined when one of them is missing there. */
export function withZip64(plain: Sizes, extra: Buffer): Sizes | undefined {
  if (plain.bytes !== IN_ZIP64_32 && plain.compressedBytes !== IN_ZIP64_32 && plain.offset !== IN_ZIP64_32) return plain;
  const field = extraField(extra, ZIP64_EXTRA);
  if (field === undefined) return undefined;
  let at = 0;
  const next = (value: number): number => {
    if (value !== IN_ZIP64_32) return value;
    at += 8;
    return at <= field.length ? readUInt64(field, at - 8) : Number.NaN;
  };
  const sizes = { bytes: next(plain.bytes), compressedBytes: next(plain.compressedBytes), offset: next(plain.offset) };
  return Number.isNaN(sizes.bytes + sizes.compressedBytes + sizes.offset) ? undefined : sizes;
}
