import { isEverything } from '../harness/volume';
import { SCENARIOS } from './scenarios';
import { search } from './search';
import { CODE, DESIGN } from './ways';

jest.setTimeout(3_600_000);

/** As the design's model prints them: states, and those of them in which nothing is left to do. */
const DESIGN_COUNTS: Readonly<Record<string, readonly [states: number, ends: number]>> = {
  calm: [316, 2],
  crashes: [86_930, 102],
  'two packages': [98_297, 40],
  'one package in two handlers': [113_680, 21],
  'slow Exchange': [30_885, 149],
  'closing while unpack is under way': [157_504, 341],
  'closing while deliver is under way': [172_884, 222],
  'two runs': [434_498, 220],
  poison: [86_280, 256],
  'stop and resume': [240_356, 280],
};
const SAMPLE = ['calm'];

const chosen = Object.entries(SCENARIOS).filter(([name]) => isEverything || SAMPLE.includes(name));
const seen: string[] = [];

afterAll(() => void process.stdout.write(`States of the model\n${seen.join('\n')}\n`));

describe('the model', () => {
  it.each(chosen)('holds as it is designed, in as many states as the design says: %s', (name, scenario) => {
    const { states, ends, wrong, trace } = search({ scenario, ways: DESIGN });

    seen.push(`${name}, as designed: ${states} states, ${ends} ends`);
    expect({ wrong, trace }).toEqual({ wrong: undefined, trace: [] });
    expect([states, ends]).toEqual(DESIGN_COUNTS[name]);
  });

  it.each(chosen)('holds the way the code goes: %s', (name, scenario) => {
    const { states, ends, wrong, trace } = search({ scenario, ways: CODE });

    seen.push(`${name}, as coded: ${states} states, ${ends} ends`);
    expect({ wrong, trace }).toEqual({ wrong: undefined, trace: [] });
    expect(ends).toBeGreaterThan(0);
  });
});
