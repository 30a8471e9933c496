import iconv from 'iconv-lite';

const TILDE = 0x7e;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;

/** HZ (RFC 1843): GB 2312 in seven bits between `~{` and `~}`; TextDecoder refuses it, iconv-lite does not know it. */
export function decodeHz(bytes: Buffer): string {
  const decoded: number[] = [];
  let isChinese = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (byte === TILDE && next === OPEN) isChinese = true;
    else if (byte === TILDE && next === CLOSE) isChinese = false;
    else if (byte === TILDE && next === TILDE) decoded.push(TILDE);
    else if (byte !== TILDE || next !== LINE_FEED) {
      // RFC 1843: Chinese ends with its line, closed or not.
      if (byte === LINE_FEED) isChinese = false;
      decoded.push(isChinese && byte > 0x20 ? byte | 0x80 : byte);
      continue;
    }
    at++;
  }
  return iconv.decode(Buffer.from(decoded), 'gbk');
}
