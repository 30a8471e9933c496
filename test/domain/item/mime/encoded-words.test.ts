import fc from 'fast-check';
import { decodeEncodedWords } from '../../../../runtime/domain/item/mime/encoded-words';
import { encodedWords } from '../corpus/mail-writer';

describe('decodeEncodedWords', () => {
  it.each([
    ['no word', 'Hello = ? world', 'Hello = ? world'],
    ['Q', '=?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Gr\u00fc\u00dfe'],
    ['B', '=?utf-8?B?R3LDvMOfZQ==?=', 'Gr\u00fc\u00dfe'],
    ['wrong case everywhere', '=?UTF-8?q?Gr=c3=bc=C3=9fe?=', 'Gr\u00fc\u00dfe'],
    ['underscores are spaces', '=?utf-8?q?a_b?=', 'a b'],
    ['text around', 'Re: =?utf-8?q?a?= end', 'Re: a end'],
    ['no space around', 'Re:=?utf-8?q?a?=end', 'Re:aend'],
    ['white space between words goes', '=?utf-8?q?a?= \t =?utf-8?q?b?=', 'ab'],
    ['white space between words of two character sets goes', '=?utf-8?q?a?= =?iso-8859-1?q?=FC?=', 'a\u00fc'],
    ['words without space between', '=?utf-8?q?a?==?utf-8?q?b?=', 'ab'],
    ['a character split between words', '=?utf-8?B?4pw=?= =?utf-8?B?kw==?=', '\u2713'],
    ['a character split between Q words', '=?utf-8?Q?=E2=9C?= =?UTF-8?Q?=93?=', '\u2713'],
    ['a character split between B and Q', '=?utf-8?B?4pw=?= =?utf-8?Q?=93?=', '\u2713'],
    ['a group of base64 split between words', '=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ?=', 'Gr\u00fc\u00dfe'],
    ['words without padding', '=?utf-8?B?YQ?= =?utf-8?B?Yg?=', 'ab'],
    ['a group of base64 cut between words', '=?utf-8?B?R3LDv?= =?utf-8?B?MOfZQ==?=', 'Gr\u00fc\u00dfe'],
    ['half a character at the end of a word', '=?utf-8?Q?=C3=BC=C3?= =?utf-8?Q?b?=', '\u00fc\ufffdb'],
    ['no padding', '=?utf-8?B?R3LDvMOfZQ?=', 'Gr\u00fc\u00dfe'],
    ['white space in base64', '=?utf-8?B?R3LD vMOf ZQ==?=', 'Gr\u00fc\u00dfe'],
    ['spaces in Q', '=?utf-8?Q?Hello to =C3=BC?=', 'Hello to \u00fc'],
    ['a space in an escape', '=?utf-8?Q?=C3= BC?=', '\u00fc'],
    ['a question mark in Q', '=?utf-8?Q?Really?_Yes?=', 'Really? Yes'],
    ['an equals sign before the end', '=?utf-8?B?YQ==?= b', 'a b'],
    ['an escape that is none', '=?utf-8?Q?50=_=ZZ?=', '50= =ZZ'],
    ['raw characters in a word', '=?utf-8?Q?\u00fcber?=', '\u00fcber'],
    ['a language tag', '=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=', 'Gr\u00fc\u00dfe'],
    ['empty', '=?utf-8?Q??=', ''],
    ['an unknown character set stays', '=?x-nobody-knows?Q?=FC?=', '=?x-nobody-knows?Q?=FC?='],
    ['an unknown encoding stays', '=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
    ['not closed', '=?utf-8?Q?abc', '=?utf-8?Q?abc'],
    ['not closed, then a word', '=?utf-8?Q?abc =?utf-8?Q?d?=', '=?utf-8?Q?abc d'],
    ['a line break hidden in a word', '=?utf-8?Q?a=0D=0ABcc:_x?=', 'a\r\nBcc: x'],
  ])('%s', (_case, text, expected) => {
    expect(decodeEncodedWords(text)).toBe(expected);
  });

  it('gives back what was encoded', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }).filter((text) => !/[\0\r\n]/.test(text));
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('B' as const, 'Q' as const),
        fc.constantFrom('utf-8', 'utf-16be', 'gb18030'),
        (text, encoding, charset) => {
          expect(decodeEncodedWords(encodedWords(text, charset, encoding))).toBe(text);
        },
      ),
    );
  });

  it.each([
    ['heads without end', '=?a?q?x'.repeat(100_000)],
    ['heads with one end', `${'=?a?q?x'.repeat(100_000)}?=`],
    ['starts', '=?'.repeat(300_000)],
    ['question marks', `=?utf-8?q?${'?'.repeat(500_000)}`],
    ['words', '=?utf-8?q?x?= '.repeat(50_000)],
  ])('stays linear: %s', (_case, text) => {
    const startedAt = performance.now();

    decodeEncodedWords(text);

    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
