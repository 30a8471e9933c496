import type { FaultHook } from '../../fakes/fault-gate';
import type { World } from '../../pipeline/world/world';
import type { WorldProcess } from '../../pipeline/world/world-process';

export interface SideBySide {
  readonly processes: number;
  /** In each of them. */
  readonly workers: number;
  /** What the calls of a process meet. */
  readonly hook?: (process: () => WorldProcess) => FaultHook;
  /** Each of them fires the daily timer. */
  readonly firesTimer?: boolean;
}

/** Several processes at work at the same time until nothing is left to do. */
export async function workSideBySide(world: World, { processes, workers, hook, firesTimer = false }: SideBySide): Promise<void> {
  const one = async (): Promise<void> => {
    const process: WorldProcess = world.process(hook?.(() => process));
    if (firesTimer) await process.alive(process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    await process.work({ workers });
  };
  await world.clock.runUntil(Promise.all(Array.from({ length: processes }, one)));
}
