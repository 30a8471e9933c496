import fc from 'fast-check';
import { cleanFileName, cleanLine, cleanText, cut } from '../../../runtime/domain/item/clean-text';
import { ANY_CHARACTER } from '../../fakes/any-character';

describe('cleanLine', () => {
  it.each([
    ['plain text', 'Hello Anna', 'Hello Anna'],
    ['line breaks', 'a\r\nBcc: x\nb', 'a Bcc: x b'],
    ['tabs and form feeds', 'a\tb\fc', 'a b c'],
    ['Unicode line breaks', 'a\u2028b\u2029c\u0085d', 'a b c d'],
    ['NUL and controls', 'a\0b\x07c\x7fd\x9fe', 'abcde'],
    ['overrides', 'txt\u202eexe', 'txtexe'],
    ['isolates', '\u2068Anna\u2069', 'Anna'],
    ['lone surrogates', 'a\ud800b', 'a\ufffdb'],
    ['white space around', ' \u00a0a ', 'a'],
    [
      'emoji joiners and direction marks stay',
      '\ud83d\udc69\u200d\ud83d\udc67 \u05d0\u200f',
      '\ud83d\udc69\u200d\ud83d\udc67 \u05d0\u200f',
    ],
  ])('%s', (_case, text, expected) => {
    expect(cleanLine(text)).toBe(expected);
  });

  it('cuts between characters', () => {
    expect(cleanLine('ab\ud83d\ude00', 3)).toBe('ab');
    expect(cut('ab\ud83d\ude00', 4)).toBe('ab\ud83d\ude00');
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.string({ unit: ANY_CHARACTER }), (text) => expect(cleanLine(cleanLine(text))).toBe(cleanLine(text))));
  });
});

describe('cleanText', () => {
  it.each([
    ['line ends', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['line ends that were converted twice', 'a\r\r\nb', 'a\nb'],
    ['NUL', 'a\0b', 'ab'],
    ['lone surrogates', '\udc00a', '\ufffda'],
    ['direction marks, tabs and controls stay', '\u2068\u05d0\u2069\t\x1b', '\u2068\u05d0\u2069\t\x1b'],
  ])('%s', (_case, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
});

describe('cleanFileName', () => {
  it.each([
    ['a plain name', 'photo.jpg', 'photo.jpg'],
    ['spaces, quotes and other scripts', 'Anna\u2019s "\u0444\u043e\u0442\u043e" 1.png', 'Anna\u2019s "\u0444\u043e\u0442\u043e" 1.png'],
    ['a path', '../../etc/passwd', '_.._etc_passwd'],
    ['a path of Windows', 'C:\\Users\\anna\\a.txt', 'C__Users_anna_a.txt'],
    ['a header in it', 'a.txt\r\nContent-Type: text/html', 'a.txt Content-Type: text_html'],
    ['NUL before the extension', 'a.txt\0.exe', 'a.txt.exe'],
    ['an override that hides the extension', 'photo\u202egpj.exe', 'photogpj.exe'],
    ['an invisible mark before the extension', 'a.txt\u200b\u200e', 'a.txt'],
    ['dots and spaces at its ends', ' ..a. . ', 'a'],
    ['a device of Windows', 'con', '_con'],
    ['a device of Windows with an extension', 'NUL.txt', '_NUL.txt'],
    ['a name that only begins like a device', 'console.txt', 'console.txt'],
    ['nothing', '', 'fallback'],
    ['nothing but what goes', '\0\u202e. ', 'fallback'],
    ['too long: the extension stays', `${'x'.repeat(300)}.jpeg`, `${'x'.repeat(195)}.jpeg`],
    ['too long, no extension', 'y'.repeat(300), 'y'.repeat(200)],
  ])('%s', (_case, text, expected) => {
    expect(cleanFileName(text, 'fallback')).toBe(expected);
  });

  it('is safe for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_CHARACTER, maxLength: 400 }), (text) => {
        const name = cleanFileName(text, 'fallback');

        expect(name).not.toMatch(/[\x00-\x1f\x7f-\x9f/\\\u200e\u200f\u2028-\u202e\u2066-\u2069]|^[.\s]|[.\s]$/);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(201);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });
});
