const LONGEST_LINE = 76;

/** RFC 2045 quoted-printable of bytes with LF or CRLF line ends; the lines of the result end in CRLF. */
export function quotedPrintable(content: Buffer): string {
  return content.toString('latin1').split(/\r?\n/).map(encodeLine).join('\r\n');
}

function encodeLine(line: string): string {
  const tokens = [...line].map((character, index) => token(character, index === line.length - 1));
  let encoded = '';
  let column = 0;
  for (const text of tokens) {
    if (column + text.length > LONGEST_LINE - 1) {
      encoded += '=\r\n';
      column = 0;
    }
    encoded += text;
    column += text.length;
  }
  return encoded;
}

function token(character: string, isLast: boolean): string {
  const code = character.charCodeAt(0);
  const isPlain = code >= 33 && code <= 126 && character !== '=';
  const isInnerBlank = (character === ' ' || character === '\t') && !isLast;
  return isPlain || isInnerBlank ? character : `=${code.toString(16).toUpperCase().padStart(2, '0')}`;
}
