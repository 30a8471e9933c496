import fc from 'fast-check';
import { parseStructuredField } from '../../../../runtime/domain/item/mime/structured-field';
import { extendedParameter } from '../corpus/mail-writer';

function parse(text: string) {
  const { value, parameters } = parseStructuredField(text);
  return [value, Object.fromEntries(parameters)];
}

describe('parseStructuredField', () => {
  it.each<[string, string, string, Record<string, string>]>([
    ['nothing', '', '', {}],
    ['a value', 'Text/Plain', 'text/plain', {}],
    ['parameters', 'text/plain; Charset=UTF-8; format=flowed', 'text/plain', { charset: 'UTF-8', format: 'flowed' }],
    ['quoted', 'a/b; name="x; y=z.txt"', 'a/b', { name: 'x; y=z.txt' }],
    ['escaped', 'a/b; name="x\\"y\\\\z"', 'a/b', { name: 'x"y\\z' }],
    ['spaces everywhere', ' a/b ;  name = "x" ; charset = utf-8 ', 'a/b', { name: 'x', charset: 'utf-8' }],
    ['spaces without quotes', 'attachment; filename=my holiday photo.jpg', 'attachment', { filename: 'my holiday photo.jpg' }],
    ['no semicolon after the value', 'text/plain charset=utf-8', 'text/plain', { charset: 'utf-8' }],
    ['no value', '; name=x', '', { name: 'x' }],
    ['a flag between', 'a/b; flag; boundary=AAA', 'a/b', { flag: '', boundary: 'AAA' }],
    ['the same twice: the first counts', 'a/b; boundary=b; boundary=c', 'a/b', { boundary: 'b' }],
    ['comments', 'a/b (a (nested) comment); boundary=b (comment)', 'a/b', { boundary: 'b' }],
    ['brackets that are no comment', 'attachment; filename=Invoice(1).pdf', 'attachment', { filename: 'Invoice(1).pdf' }],
    ['a bracket that does not close', 'a/b (open; boundary=b', 'a/b (open', { boundary: 'b' }],
    ['junk after the quotes', 'a/b; boundary="b" junk; x=y', 'a/b', { boundary: 'b', x: 'y' }],
    ['quotes that do not close', 'a/b; name="x.txt', 'a/b', { name: 'x.txt' }],
    ['encoded word where none may be', 'a/b; name="=?utf-8?Q?=C3=BC.txt?="', 'a/b', { name: '\u00fc.txt' }],
    ['RFC 2231', "a/b; filename*=utf-8''%C3%BC%20x.txt", 'a/b', { filename: '\u00fc x.txt' }],
    ['RFC 2231 with a language', "a/b; filename*=iso-8859-1'de'%FC.txt", 'a/b', { filename: '\u00fc.txt' }],
    ['sections', 'a/b; filename*0="one "; filename*1=two.txt', 'a/b', { filename: 'one two.txt' }],
    ['sections in any order', "a/b; filename*1*=%BC.txt; filename*0*=utf-8''%C3", 'a/b', { filename: '\u00fc.txt' }],
    [
      'sections, encoded and not',
      'a/b; filename*0*=utf-8\'\'%C3%BC; filename*1=" 50% "; filename*2*=%21',
      'a/b',
      { filename: '\u00fc 50% !' },
    ],
    ['sections of encoded words', 'a/b; name*0="=?utf-8?Q?=C3"; name*1="=BC?="', 'a/b', { name: '\u00fc' }],
    ['extended without character set', 'a/b; filename*=%C3%BC.txt', 'a/b', { filename: '\u00fc.txt' }],
    ['extended with an unknown character set', "a/b; filename*=x-nobody''%C3%BC.txt", 'a/b', { filename: '\u00fc.txt' }],
    ['extended beside the plain form wins', "a/b; filename=u.txt; filename*=utf-8''%C3%BC.txt", 'a/b', { filename: '\u00fc.txt' }],
    ['a percent sign that is none', "a/b; filename*=utf-8''50%&%4.txt", 'a/b', { filename: '50%&%4.txt' }],
    [
      'an encoded word is not decoded twice',
      "a/b; filename*=utf-8''a%3D%3Futf-8%3FQ%3F%3D2Eexe%3F%3D",
      'a/b',
      { filename: 'a=?utf-8?Q?=2Eexe?=' },
    ],
    ['names of every object', 'a/b; constructor=x; __proto__=y', 'a/b', { constructor: 'x', ['__proto__']: 'y' }],
  ])('%s', (_case, text, value, parameters) => {
    const [parsedValue, parsed] = parse(text);

    expect(parsedValue).toBe(value);
    expect(parsed).toEqual(Object.fromEntries(Object.entries(parameters)));
  });

  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (name) => {
        expect(parseStructuredField(`attachment;\r\n ${extendedParameter('filename', name)}`).parameters.get('filename')).toBe(name);
      }),
    );
  });

  it.each([
    ['open brackets', '('.repeat(1_000_000)],
    ['comments', '()'.repeat(500_000)],
    ['semicolons', ';'.repeat(1_000_000)],
    ['sections', Array.from({ length: 50_000 }, (_, index) => `;a*${index}=x`).join('')],
    ['quotes', '"'.repeat(1_000_000)],
  ])('stays linear: %s', (_case, text) => {
    const startedAt = performance.now();

    parseStructuredField(`a/b; x=${text}`);
    parseStructuredField(text);

    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
