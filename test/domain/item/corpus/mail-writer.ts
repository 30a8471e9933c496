import iconv from 'iconv-lite';

/** Writes mail as well-behaved software does. What these functions write, the reader must give back. */

export type BodyEncoding = 'base64' | 'quoted-printable' | '8bit';

/** The bytes of a text in a character set that iconv-lite or Node can write. */
export function encodeText(text: string, charset: string): Buffer {
  return iconv.encode(text, charset, { addBOM: false });
}

export function encodeBody(bytes: Buffer, encoding: BodyEncoding, lineEnd = '\r\n'): Buffer {
  if (encoding === '8bit') return bytes;
  if (encoding === 'base64') return Buffer.from((bytes.toString('base64').match(/.{1,76}/g) ?? []).join(lineEnd));
  return Buffer.from(quotedPrintable(bytes, lineEnd), 'latin1');
}

/** RFC 2045 6.7: lines of at most 76 characters; line breaks of the text stay line breaks. */
function quotedPrintable(bytes: Buffer, lineEnd: string): string {
  const lines = bytes.toString('latin1').split(/\r?\n/);
  return lines.map((line) => softBreaks(escapeLine(line), lineEnd)).join(lineEnd);
}

function escapeLine(line: string): string[] {
  return [...line].map((character, index) => {
    const code = character.charCodeAt(0);
    const isLast = index === line.length - 1;
    const isPlain = (code > 32 && code < 127 && code !== 61) || ((code === 32 || code === 9) && !isLast);
    return isPlain ? character : `=${code.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function softBreaks(pieces: readonly string[], lineEnd: string): string {
  let written = '';
  let width = 0;
  for (const piece of pieces) {
    if (width + piece.length > 75) {
      written += `=${lineEnd}`;
      width = 0;
    }
    written += piece;
    width += piece.length;
  }
  return written;
}

/** RFC 2047 encoded words of at most 75 characters, cut between characters. */
export function encodedWords(text: string, charset: string, encoding: 'B' | 'Q', fold = '\r\n '): string {
  const room = 75 - `=?${charset}?${encoding}??=`.length;
  const words: string[] = [];
  let current = '';
  for (const character of text) {
    if (wordPayload(current + character, charset, encoding).length > room) {
      words.push(current);
      current = '';
    }
    current += character;
  }
  if (current !== '') words.push(current);
  return words.map((word) => `=?${charset}?${encoding}?${wordPayload(word, charset, encoding)}?=`).join(fold);
}

function wordPayload(text: string, charset: string, encoding: 'B' | 'Q'): string {
  const bytes = encodeText(text, charset);
  if (encoding === 'B') return bytes.toString('base64');
  return [...bytes].map((byte) => (isWordCharacter(byte) ? String.fromCharCode(byte) : byte === 32 ? '_' : `=${hex(byte)}`)).join('');
}

function isWordCharacter(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** RFC 2231: `name*=utf-8''...`, in sections when it is long. */
export function extendedParameter(name: string, value: string): string {
  const encoded = [...Buffer.from(value)].map((byte) => (isWordCharacter(byte) ? String.fromCharCode(byte) : `%${hex(byte)}`));
  if (encoded.join('').length <= 50) return `${name}*=utf-8''${encoded.join('')}`;
  const sections: string[] = [];
  for (let at = 0; at < encoded.length; at += 16) sections.push(encoded.slice(at, at + 16).join(''));
  return sections.map((section, index) => `${name}*${index}*=${index === 0 ? "utf-8''" : ''}${section}`).join(';\r\n ');
}
