/** Sender, id and date of an item whose rest is hostile. */
export const HEAD = 'From: Sam Jones 17819988776 <sam@contoso.example>\r\nMessage-ID: <1_2>\r\nDate: Fri, 21 Nov 2025 06:30:00 +0000\r\n';

/** Multiparts inside multiparts. */
export function nested(levels: number, innermost: string): string {
  const opening = Array.from({ length: levels }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`);
  const closing = Array.from({ length: levels }, (_, level) => `\r\n--b${levels - 1 - level}--`);
  return `${HEAD}${opening.join('')}${innermost}${closing.join('')}\r\n`;
}

/** Mails made to exhaust whoever reads them: each once cost some reader its memory, its stack or its time. */
export const HOSTILE_MAILS: readonly (readonly [what: string, build: () => Buffer])[] = [
  [
    'lines that begin like boundaries',
    () => Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${'--\n'.repeat(1_500_000)}`),
  ],
  ['hyphens', () => Buffer.from(`${nested(2, '')}${'-'.repeat(5_000_000)}`)],
  ['endless nesting', () => Buffer.from(nested(30_000, 'x').slice(0, 3_000_000))],
  [
    'endless nesting with one boundary',
    () => Buffer.from(`${HEAD}${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(30_000)}`),
  ],
  ['parts without content', () => Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n'.repeat(300_000)}`)],
  ['header fields', () => Buffer.from(`${HEAD}${'a:b\r\n'.repeat(300_000)}`)],
  ['lines that are no header fields', () => Buffer.from(`${HEAD}${'garbage\r\n'.repeat(150_000)}`)],
  ['commas', () => Buffer.from(`From: ${','.repeat(1_500_000)}\r\n\r\n`)],
  ['brackets', () => Buffer.from(`From: ${'<'.repeat(500_000)}\r\nTo: ${'<>'.repeat(250_000)}\r\nCc: ${'('.repeat(500_000)}\r\n\r\n`)],
  [
    'quotation marks and colons',
    () => Buffer.from(`From: ${'"'.repeat(500_001)}\r\nTo: ${':'.repeat(500_000)}\r\nCc: ${'a:b;'.repeat(150_000)}\r\n\r\n`),
  ],
  ['at signs', () => Buffer.from(`From: ${'@'.repeat(1_000_000)}\r\nTo: ${'a@ '.repeat(250_000)}\r\n\r\n`)],
  ['digits', () => Buffer.from(`From: ${'7'.repeat(500_000)}\r\nTo: ${'7 '.repeat(250_000)}\r\n\r\n`)],
  ['white space', () => Buffer.from(`Subject: a${' '.repeat(1_000_000)}b\r\nDate: ${' '.repeat(500_000)}x\r\n\r\n`)],
  ['encoded words', () => Buffer.from(`Subject: ${'=?utf-8?q?=41?= '.repeat(75_000)}\r\n\r\n`)],
  ['HTML that only opens', () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'<div><'.repeat(150_000)}`)],
  ['HTML comments and scripts that never end', () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'<!--<script>'.repeat(75_000)}`)],
  [
    'HTML of spaces and cells',
    () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'<b> '.repeat(100_000)}${'<td>'.repeat(100_000)}`),
  ],
  [
    'comments in a transfer encoding',
    () => Buffer.from(`${HEAD}Content-Transfer-Encoding: ${'('.repeat(1_000_000)}\r\nContent-ID: ${'> '.repeat(250_000)}\r\n\r\nx`),
  ],
  ['HTML entities', () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'&#x41;&amp'.repeat(100_000)}`)],
  ['quoted-printable escapes', () => Buffer.from(`${HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'='.repeat(1_000_000)}`)],
  ['line ends', () => Buffer.from(`${HEAD}\r\n${'\r\n'.repeat(1_000_000)}`)],
  ['carriage returns', () => Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${'\r--'.repeat(500_000)}`)],
  [
    'escapes of Japanese mail',
    () => Buffer.from(`${HEAD}Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n${'\x1b$B\x1b(B'.repeat(125_000)}`),
  ],
];
