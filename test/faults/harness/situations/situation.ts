import type { FaultDecision, FaultHook, FaultPoint } from '../../../fakes/fault-gate';
import type { World } from '../../../pipeline/world/world';
import type { WorldProcess } from '../../../pipeline/world/world-process';
import { type CallSite, currentCallSite, watched } from '../call-sites';
import type { Crash } from '../crash-run';

/** Something that is about to happen in a world that is ready for it. */
export interface Situation {
  readonly world: World;
  /** What a process does from its beginning to its end. When it dies in it the next one does the same, as a host or a person repeats it. */
  readonly work: (process: WorldProcess) => Promise<void>;
  /** What calls meet besides. */
  readonly meanwhile?: FaultHook;
  /** What is wrong when everything has come to its end. */
  readonly violations: () => Promise<readonly string[]>;
}

export type PrepareSituation = () => Promise<Situation>;

/** A call of a situation in which nobody dies. */
export interface Place extends FaultPoint {
  readonly site: CallSite;
}

const MOST_PROCESSES = 6;

/** Every call that a line of the pipeline makes, in order. */
export async function placesOf(prepare: PrepareSituation): Promise<readonly Place[]> {
  const situation = await prepare();
  const places: Place[] = [];
  situation.world.watch = watched;
  await workOn(situation, (point) => {
    const site = currentCallSite();
    if (site !== undefined) places.push({ ...point, site });
    return 'pass';
  });
  const violations = await situation.violations();
  if (violations.length > 0) throw new Error(`It does not go well without a crash: ${violations.join('; ')}`);
  return places;
}

/** The same with one crash; answers what is wrong afterwards. */
export async function crashIn(prepare: PrepareSituation, crash: Crash): Promise<readonly string[]> {
  const situation = await prepare();
  let hasDied = false;
  const processes = await workOn(situation, (point): FaultDecision => {
    if (hasDied || point.index !== crash.call) return 'pass';
    hasDied = true;
    return crash.mode === 'before' ? 'crash-before' : 'crash-after';
  });
  const violations = [...(await situation.violations())];
  if (!hasDied) violations.push('nobody died: it took other calls than before');
  if (processes > 2) violations.push(`${processes} processes were needed`);
  return violations;
}

async function workOn({ world, work, meanwhile }: Situation, hook: FaultHook): Promise<number> {
  for (let processes = 1; processes <= MOST_PROCESSES; processes += 1) {
    const process = world.process((point) => {
      const decision = hook(point);
      return decision === 'pass' && meanwhile !== undefined ? meanwhile(point) : decision;
    });
    await process.run(() => work(process));
    if (!process.gate.isDead) return processes;
  }
  throw new Error('Every process died');
}
