import type { FaultHook } from '../../fakes/fault-gate';
import type { Scene } from './scene';

/** Notes at each create how long ago the last claim of the (only) mailbox was written. */
export function createdWithin(scene: Scene, ages: number[]): FaultHook {
  return ({ store, operation }) => {
    if (store !== 'exchange' || operation !== 'create') return 'pass';
    const claimed = scene.rows.filter(({ state }) => state === 'creating').map(({ claimedAt }) => Date.parse(claimedAt));
    ages.push(scene.world.clock.now().getTime() - Math.min(...claimed));
    return 'pass';
  };
}
