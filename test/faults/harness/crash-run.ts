import type { FaultDecision, FaultHook, FaultPoint } from '../../fakes/fault-gate';
import type { World, WorldOptions } from '../../pipeline/world/world';
import type { WorldProcess } from '../../pipeline/world/world-process';
import type { SmallDay } from './small-day';
import { smallWorld } from './small-world';

/** Where a process dies: before its call is carried out, or after it was and before the answer came. */
export type CrashMode = 'before' | 'after';
export const CRASH_MODES: readonly CrashMode[] = ['before', 'after'];

export interface Crash {
  /** Which call of the process, from 0. */
  readonly call: number;
  readonly mode: CrashMode;
}

export interface CrashedDay {
  readonly world: World;
  /** Processes that were started. */
  readonly processes: number;
  /** Where each crash met its process; a crash that lies behind the last call meets none. */
  readonly died: readonly FaultPoint[];
}

const WORKERS = 2;

/**
 * A small day with one crash a process: the first one dies at the first crash, the next one takes over and dies at the second. The last one
 * dies of nothing and works until nothing is left to do.
 */
export async function crashedDay(day: SmallDay, crashes: readonly Crash[], options: WorldOptions = {}): Promise<CrashedDay> {
  const world = await smallWorld(day, options);
  const died: FaultPoint[] = [];
  let isTimerDue = true;
  for (let started = 1; ; started += 1) {
    const process = world.process(crashAt(crashes[started - 1], died));
    // The host fires a timer again that its predecessor did not bring to an end.
    if (isTimerDue) await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    isTimerDue &&= process.gate.isDead;
    if (!process.gate.isDead) await process.drain({ workers: WORKERS });
    if (!process.gate.isDead) return { world, processes: started, died };
  }
}

function crashAt(crash: Crash | undefined, died: FaultPoint[]): FaultHook {
  return (point): FaultDecision => {
    if (point.index !== crash?.call) return 'pass';
    died.push(point);
    return crash.mode === 'before' ? 'crash-before' : 'crash-after';
  };
}

/** Every call of the same day without a crash, in order, seen by a hook. */
export async function uncrashedDay(day: SmallDay, onCall: (point: FaultPoint) => void, watch?: World['watch']): Promise<World> {
  const world = await smallWorld(day);
  world.watch = watch;
  const hook: FaultHook = (point) => {
    onCall(point);
    return 'pass';
  };
  const process: WorldProcess = world.process(hook);
  await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await process.drain({ workers: WORKERS });
  return world;
}
