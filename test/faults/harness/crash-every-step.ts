import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { FaultPoint } from '../../fakes/fault-gate';
import { type CallSite, currentCallSite, watched } from './call-sites';
import { reportsOf, violationsOf } from './check-world';
import { CRASH_MODES, type Crash, type CrashMode, crashedDay, uncrashedDay } from './crash-run';
import { type SmallDay, smallDay } from './small-day';
import type { Tally } from './tally';
import { isEverything, volume } from './volume';

const SAMPLED_CALLS = 8;
const SAMPLED_PAIRS = 8;
const ALL_PAIRS = 1_000;
/** About how many calls it takes to find out what the one that died has done. */
const CALLS_OF_A_TAKEOVER = 40;

/** 51 items and 122 deliveries; one item needs an upload session of two ranges. */
export const crashDay = (): SmallDay => smallDay(46, { items: 51, people: 8, large: [4_200_000] });
/** Without the large one, for pairs of crashes: there are many of them. */
export const pairDay = (): SmallDay => smallDay(46, { items: 20, people: 5 });

/** A call of the uncrashed day: what it was and which line made it. */
export interface CountedCall extends FaultPoint {
  readonly site: CallSite;
}

/** Every external call of a day that goes well, in order. The host's own calls to its queues are sites too. */
export async function countedCalls(day: SmallDay): Promise<readonly CountedCall[]> {
  const calls: CountedCall[] = [];
  const onCall = (point: FaultPoint) => calls.push({ ...point, site: currentCallSite() ?? `host: ${point.operation} of ${point.store}` });
  const world = await uncrashedDay(day, onCall, watched);
  const violations = await violationsOf(world, day);
  if (violations.length > 0) throw new Error(`The day does not go well without a crash: ${violations.join('; ')}`);
  return calls;
}

/** All calls, or a seeded sample of them. */
export function callsToCrash(calls: readonly CountedCall[], mode: CrashMode): readonly CountedCall[] {
  if (isEverything) return calls;
  const random = new SeededRandom(1, `crash ${mode}`);
  return Array.from({ length: SAMPLED_CALLS }, () => random.pick(calls));
}

/** Pairs of calls and modes: the second counts the calls of the process that took over. */
export function crashPairs(callCount: number): readonly (readonly [Crash, Crash])[] {
  const random = new SeededRandom(2, 'pairs of crashes');
  const crash = (calls: number): Crash => ({ call: random.between(0, calls), mode: random.pick(CRASH_MODES) });
  return Array.from({ length: volume(SAMPLED_PAIRS, ALL_PAIRS) }, () => {
    const first = crash(callCount);
    return [first, crash(callCount - first.call + CALLS_OF_A_TAKEOVER)];
  });
}

/** Carries the day out with these crashes and says in words what is wrong afterwards. */
export async function crashViolations(day: SmallDay, crashes: readonly Crash[], tally: Tally): Promise<string[]> {
  const { world, processes, died } = await crashedDay(day, crashes);
  tally.add('crashes', died.length);
  tally.add('copies checked', world.exchange.archived().length);
  const reports = await reportsOf(world);
  const violations = await violationsOf(world, day);
  if (processes > crashes.length + 1) violations.push(`${processes} processes were needed`);
  if (reports.length !== 1) violations.push(`${reports.length} runs were needed`);
  if (reports.some(({ state }) => state !== 'complete')) violations.push('the report is not complete');
  return violations;
}
