import type { FaultHook } from '../../fakes/fault-gate';
import type { World } from '../../pipeline/world/world';
import { workThrough } from './small-world';

export const HOUR_IN_MS = 3_600_000;
export const DAY_IN_MS = 24 * HOUR_IN_MS;

/** Several daily runs, one each day at the same time. */
export async function workDays(world: World, days: number, hook?: FaultHook): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    const begins = world.clock.now().getTime();
    await workThrough(world, { workers: 3, hook });
    await world.clock.advance(begins + DAY_IN_MS - world.clock.now().getTime());
  }
}
