import { quotedPrintable } from './quoted-printable';

const BASE64_LINE_BYTES = 57;

export type PartEncoding = '7bit' | '8bit' | 'base64' | 'quoted-printable';

/** A part of an EML; `headers` stand beside Content-Type and Content-Transfer-Encoding. */
export type MimePart =
  | {
      readonly contentType: string;
      readonly encoding: PartEncoding;
      readonly content: Buffer;
      readonly headers?: readonly Header[];
    }
  | { readonly contentType: string; readonly boundary: string; readonly parts: readonly MimePart[]; readonly headers?: readonly Header[] };

/** Name and value as they stand in the file: already encoded and folded. */
export type Header = readonly [name: string, value: string];

/** The bytes of an EML with CRLF line ends. Nothing is checked: samples of broken mail are written with it too. */
export function writeEml(headers: readonly Header[], body: MimePart): Buffer {
  return Buffer.concat([Buffer.from(headerBlock([...headers, ['MIME-Version', '1.0']]), 'utf8'), writePart(body)]);
}

export function headerBlock(headers: readonly Header[]): string {
  return headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

function writePart(part: MimePart): Buffer {
  if ('parts' in part) {
    const head = headerBlock([['Content-Type', `${part.contentType};\r\n\tboundary="${part.boundary}"`], ...(part.headers ?? [])]);
    const chunks: Buffer[] = [Buffer.from(`${head}\r\n`, 'utf8')];
    for (const child of part.parts) chunks.push(Buffer.from(`--${part.boundary}\r\n`, 'utf8'), writePart(child), Buffer.from('\r\n'));
    chunks.push(Buffer.from(`--${part.boundary}--\r\n`, 'utf8'));
    return Buffer.concat(chunks);
  }
  const head = headerBlock([['Content-Type', part.contentType], ['Content-Transfer-Encoding', part.encoding], ...(part.headers ?? [])]);
  return Buffer.concat([Buffer.from(`${head}\r\n`, 'utf8'), encodeContent(part.content, part.encoding)]);
}

function encodeContent(content: Buffer, encoding: PartEncoding): Buffer {
  if (encoding === 'base64') return wrappedBase64(content);
  if (encoding === 'quoted-printable') return Buffer.from(quotedPrintable(content), 'latin1');
  return content;
}

/** Base64 in lines of 76 characters, CRLF between them and none at the end. */
export function wrappedBase64(content: Buffer): Buffer {
  const base64 = content.toString('base64');
  const lines = Math.ceil(content.length / BASE64_LINE_BYTES);
  if (lines <= 1) return Buffer.from(base64, 'latin1');
  const wrapped = Buffer.alloc(base64.length + 2 * (lines - 1), '\r\n', 'latin1');
  for (let line = 0; line < lines; line++) wrapped.write(base64.slice(76 * line, 76 * line + 76), 78 * line, 'latin1');
  return wrapped;
}
