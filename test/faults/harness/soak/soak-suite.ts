import { Tally } from '../tally';
import { volume } from '../volume';
import { soak } from './soak-seed';

const SHOWN = 5;
const SEEDS = volume(80, 10_000);

/** `SOAK_SEED=n`: that seed alone; `SOAK_SEED=from-to`: those; else all of them. */
function askedSeeds(): { readonly from: number; readonly to: number } {
  const [from, to] = (process.env['SOAK_SEED'] ?? `1-${SEEDS}`).split('-').map(Number) as [number, number | undefined];
  return { from, to: to ?? from };
}

/** Every seed whose number leaves this rest: two files share them, so that two processors do. Answers what failed, by how to ask for it again. */
export async function soakSeeds(rest: 0 | 1): Promise<Readonly<Record<string, unknown>>> {
  const tally = new Tally(`Soak of ${rest === 0 ? 'even' : 'odd'} seeds`);
  const failed: Record<string, unknown> = {};
  const { from, to } = askedSeeds();
  for (let seed = from; seed <= to; seed += 1) {
    if (seed % 2 !== rest) continue;
    const { violations, trouble } = await soak(seed, tally);
    tally.add('seeds');
    if (violations.length > 0 && Object.keys(failed).length < SHOWN) failed[`SOAK_SEED=${seed}`] = { violations, trouble };
    if (violations.length > 0) tally.add('seeds failed');
  }
  tally.print();
  return failed;
}
