import { Tally } from '../tally';
import { volume } from '../volume';
import { soak } from './soak-seed';

const SEEDS = volume(40, 10_000);
const SEEDS_OF_A_BLOCK = volume(SEEDS, 500);
const SHOWN = 5;
/** For a block, on a machine that others use too. */
const TIME_LIMIT_IN_MS = 3_600_000;

interface Seeds {
  readonly from: number;
  readonly to: number;
}

/** `SOAK_SEED=n`: that seed alone; `SOAK_SEED=from-to`: those; else all of them. */
function askedSeeds(): Seeds {
  const [from, to] = (process.env['SOAK_SEED'] ?? `1-${SEEDS}`).split('-').map(Number) as [number, number | undefined];
  return { from, to: to ?? from };
}

/** A test a block, so that a long soak says how far it is. */
function blocks(): readonly Seeds[] {
  const { from, to } = askedSeeds();
  const count = Math.ceil((to - from + 1) / SEEDS_OF_A_BLOCK);
  return Array.from({ length: count }, (_none, index) => {
    const first = from + index * SEEDS_OF_A_BLOCK;
    return { from: first, to: Math.min(to, first + SEEDS_OF_A_BLOCK - 1) };
  });
}

/** Every seed whose number leaves this rest: two files share them, so that two processors do. */
export function describeSoak(rest: 0 | 1): void {
  const name = rest === 0 ? 'even seeds' : 'odd seeds';
  const tally = new Tally(`Soak of ${name}`);
  afterAll(() => tally.print());

  it.each(blocks().map(({ from, to }) => [`${from} to ${to}`, from, to] as const))(
    `loses, doubles, misroutes and alters nothing, whatever comes together (${name} of %s)`,
    async (_block, from, to) => {
      const failed: Record<string, unknown> = {};
      for (let seed = from; seed <= to; seed += 1) {
        if (seed % 2 !== rest) continue;
        const { violations, trouble } = await soak(seed, tally);
        tally.add('seeds');
        if (violations.length === 0) continue;
        tally.add('seeds failed');
        if (Object.keys(failed).length < SHOWN) failed[`SOAK_SEED=${seed}`] = { violations, trouble };
      }
      expect(failed).toEqual({});
    },
    TIME_LIMIT_IN_MS,
  );
}
