import { Tally } from '../harness/tally';
import { volume } from '../harness/volume';
import { differenceOf } from './replay-trace';
import { SCENARIOS } from './scenarios';
import type { Fault, Scenario } from './state';
import { walk } from './walk';
import { CODE } from './ways';

jest.setTimeout(3_600_000);

/** `<scenario>/<seed>`: that trace alone. */
const only = process.env['TRACE']?.split('/');
const FAULTS: readonly Fault[] = [
  'crash',
  'leaseLost',
  'answerLost',
  'lag',
  'late',
  'writeLost',
  'again',
  'poison',
  'refused',
  'stop',
  'resume',
  'reopen',
];

/** Traces of a package of two parts unpack megabytes each time. */
const seedsOf = ({ split }: Scenario): number => (split ? volume(1, 60) : volume(14, 1_000));

describe('random traces of the model', () => {
  const tally = new Tally('Traces of the model replayed in the code');
  afterAll(() => tally.print());

  it.each(Object.entries(SCENARIOS).filter(([name]) => only === undefined || only[0] === name))(
    'take the same steps and come to the same end in the code: %s',
    async (_name, scenario) => {
      const seeds = only === undefined ? Array.from({ length: seedsOf(scenario) }, (_none, index) => index + 1) : [Number(only[1])];

      for (const seed of seeds) {
        const difference = await replayed(scenario, seed, tally);
        expect({ seed, difference }).toEqual({ seed, difference: undefined });
      }
    },
  );

  (only === undefined ? it : it.skip)('meet every fault', () => {
    for (const fault of FAULTS) expect({ fault, met: tally.get(fault) > 0 }).toEqual({ fault, met: true });
  });
});

async function replayed(scenario: Scenario, seed: number, tally: Tally): Promise<string | undefined> {
  const context = { scenario, ways: CODE };
  const trace = walk(context, seed);
  if (trace === undefined) {
    tally.add('without end');
    return undefined;
  }
  tally.add('traces');
  tally.add('steps', trace.moves.length);
  for (const fault of FAULTS) tally.add(fault, (scenario.faults[fault] ?? 0) - trace.end.left[fault]);
  return differenceOf(trace, context);
}
