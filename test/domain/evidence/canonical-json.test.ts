import fc from 'fast-check';
import { canonicalJson } from '../../../runtime/domain/evidence/canonical-json';

describe('canonical JSON (RFC 8785)', () => {
  it('gives the example of section 3.2.2', () => {
    const value = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );

    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts members by UTF-16 code units, as in section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };

    expect(Object.values(JSON.parse(canonicalJson(value)))).toHaveLength(7);
    expect(canonicalJson(value).match(/:"([^"]*)"/g)).toEqual([
      ':"Carriage Return"',
      ':"One"',
      ':"Control"',
      ':"Latin Small Letter O With Diaeresis"',
      ':"Euro Sign"',
      ':"Emoji: Grinning Face"',
      ':"Hebrew Letter Dalet With Dagesh"',
    ]);
  });

  it.each([
    ['zero', 0, '0'],
    ['minus zero', -0, '0'],
    ['the smallest number', 5e-324, '5e-324'],
    ['the largest number', Number.MAX_VALUE, '1.7976931348623157e+308'],
    ['the largest safe integer', 9007199254740992, '9007199254740992'],
    ['a large number without exponent', 295147905179352830000, '295147905179352830000'],
    ['just under the exponent', 999999999999999900000, '999999999999999900000'],
    ['with exponent', 1e21, '1e+21'],
    ['small with exponent', 9.999999999999997e-7, '9.999999999999997e-7'],
    ['small without exponent', 0.000001, '0.000001'],
    ['round to even', 1424953923781206.2, '1424953923781206.2'],
  ])('writes numbers as in appendix B: %s', (_case, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a lone high surrogate', '\ud83d'],
    ['a lone low surrogate', 'x\ude00'],
    ['a lone surrogate as a name', { '\ud83d': 1 }],
    ['undefined in a list', [undefined]],
    ['a function', () => 1],
    ['a big integer', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
  ])('refuses what JSON cannot say: %s', (_case, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('says the same for the same value in any order, and nothing is lost', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 10 });
    const value = fc.dictionary(
      text,
      fc.oneof(
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(text, { maxLength: 3 }),
      ),
      {
        maxKeys: 6,
        noNullPrototype: true,
      },
    );
    fc.assert(
      fc.property(value, (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        expect(canonicalJson(JSON.parse(canonicalJson(object)))).toBe(canonicalJson(object));
      }),
      { numRuns: 200 },
    );
  });
});
