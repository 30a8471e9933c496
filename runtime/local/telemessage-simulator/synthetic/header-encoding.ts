/** RFC 2047: an encoded word has at most 75 characters, of which the frame takes 12. */
const LONGEST_WORD_PAYLOAD = 60;
const PLAIN = /^[\x20-\x7e]*$/;

/** A header value: as it is when it is ASCII, else as RFC 2047 encoded words (UTF-8, base64), never splitting a character. */
export function headerText(text: string): string {
  if (PLAIN.test(text) && !text.includes('=?')) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) * 4 > LONGEST_WORD_PAYLOAD * 3 - 8) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  if (word !== '') words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}

/** RFC 5322 date in UTC: `Fri, 20 Nov 2026 09:02:11 +0000`. */
export function headerDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
