import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { Move } from './move';
import { movesOf } from './moves-of';
import { type Context, type Fault, initialState, type Scenario, type State } from './state';

/** Longer walks than this only go round in early looks. */
const MAX_STEPS = 250;
/** Of the places where a fault may happen. Some faults may happen everywhere, others only while a request is under way: they would hardly ever. */
const FAULT_SHARE = 0.2;
const RARE_FAULT_SHARE = 0.6;
const EVERYWHERE: ReadonlySet<Fault> = new Set(['crash', 'again', 'leaseLost', 'poison', 'stop']);

/** A walk through the model from its beginning to an end: nothing is left to do. */
export interface Trace {
  readonly moves: readonly Move[];
  readonly end: State;
}

/**
 * A random walk, the same for the same seed; undefined when it comes to no end. It keeps to orders that the code can take too: a worker gives its
 * lease back when its queue message is done, and the timer that sweeps also closes what is done.
 */
export function walk(context: Context, seed: number): Trace | undefined {
  const random = new SeededRandom(seed, 'model');
  const kinds = kindsFor(context.scenario, random);
  const moves: Move[] = [];
  let state = initialState(context.scenario);
  while (moves.length < MAX_STEPS) {
    const all = movesOf(state, context).filter((move) => isPossible(move, state));
    const steps = all.filter(({ isFault }) => !isFault);
    if (steps.length === 0) return { moves, end: state };
    const faults = all.filter(({ isFault, costs }) => isFault && costs.every((cost) => kinds.has(cost)));
    const rare = faults.filter(({ costs }) => !costs.some((cost) => EVERYWHERE.has(cost)));
    const move = chosen(rare, RARE_FAULT_SHARE, random) ?? chosen(faults, FAULT_SHARE, random) ?? random.pick(steps);
    moves.push(move);
    state = move.next;
  }
  return undefined;
}

/** About half of the faults that a scenario allows, not the same in every walk. */
function kindsFor({ faults }: Scenario, random: SeededRandom): ReadonlySet<Fault> {
  return new Set((Object.keys(faults) as Fault[]).filter(() => random.between(0, 2) === 0));
}

function chosen(faults: readonly Move[], share: number, random: SeededRandom): Move | undefined {
  return faults.length > 0 && random.between(0, 1_000) < share * 1_000 ? random.pick(faults) : undefined;
}

function isPossible({ actor, kind }: Move, s: State): boolean {
  const idle = s.workers.findIndex(({ at, epoch }) => at === 'idle' && epoch > 0);
  if (idle !== -1) return kind === 'givesLeaseBack' && actor === (idle === 0 ? 'W1' : 'W2');
  return kind !== 'sweep' || !Object.values(s.run).includes('open');
}
