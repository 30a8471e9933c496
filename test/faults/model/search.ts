import type { Move } from './move';
import { movesOf } from './moves-of';
import { type Context, initialState, isOpen, type State } from './state';
import { keyOf } from './state-key';

export interface Found {
  readonly states: number;
  /** States in which nothing is left to do. */
  readonly ends: number;
  /** What does not hold, and the shortest way to it; undefined when all holds. */
  readonly wrong: string | undefined;
  readonly trace: readonly string[];
}

interface Visit {
  readonly id: number;
  readonly state: State;
}

/** Every state that a scenario can come to, the nearest first. */
export function search(context: Context): Found {
  return new Search(context).run();
}

class Search {
  private readonly ids = new Map<string, number>();
  private readonly cameFrom: number[] = [-1];
  private readonly cameBy: string[] = [''];
  /** from, to, from, to, ... of the steps that are no fault. */
  private readonly edges: number[] = [];
  private readonly ends: number[] = [];

  constructor(private readonly context: Context) {}

  run(): Found {
    const start = initialState(this.context.scenario);
    this.ids.set(keyOf(start), 0);
    for (let level: Visit[] = [{ id: 0, state: start }]; level.length > 0; ) {
      const next: Visit[] = [];
      for (const visit of level) {
        const wrong = this.visit(visit, next);
        if (wrong !== undefined) return wrong;
      }
      level = next;
    }
    const endless = firstWithoutEnd(this.ids.size, this.edges, this.ends);
    return this.found(endless === -1 ? undefined : 'work goes round for ever', endless === -1 ? [] : this.traceTo(endless));
  }

  private visit({ id, state }: Visit, next: Visit[]): Found | undefined {
    const before = this.edges.length;
    for (const move of movesOf(state, this.context)) {
      const wrong = wrongAfter(state, move.next);
      if (wrong !== undefined) return this.found(wrong, [...this.traceTo(id), nameOf(move)]);
      const reached = this.reach(move, id, next);
      if (!move.isFault && reached !== id) this.edges.push(id, reached);
    }
    if (this.edges.length > before) return undefined;
    this.ends.push(id);
    const wrong = wrongAtTheEnd(state, this.context);
    return wrong === undefined ? undefined : this.found(wrong, this.traceTo(id));
  }

  private reach(move: Move, from: number, next: Visit[]): number {
    const key = keyOf(move.next);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.ids.size;
    this.ids.set(key, id);
    this.cameFrom.push(from);
    this.cameBy.push(nameOf(move));
    next.push({ id, state: move.next });
    return id;
  }

  private found(wrong: string | undefined, trace: readonly string[]): Found {
    return { states: this.ids.size, ends: this.ends.length, wrong, trace };
  }

  private traceTo(id: number): string[] {
    const steps: string[] = [];
    for (let at = id; at > 0; at = this.cameFrom[at] as number) steps.unshift(this.cameBy[at] as string);
    return steps;
  }
}

export const nameOf = ({ actor, kind, how }: Move): string => [actor, kind, how].filter((part) => part !== '').join(' ');

/** What must hold after every step. */
function wrongAfter(before: State, s: State): string | undefined {
  if (s.wrong !== '') return s.wrong;
  const { row } = s;
  if (row?.state === 'imported' && !s.mailbox.some((copy) => copy.id === row.copy))
    return 'lost: the ledger says imported, the copy it names does not exist';
  if (before.row?.state === 'imported' && (row?.state !== 'imported' || row.copy !== before.row.copy))
    return 'an outcome imported was overwritten';
  return undefined;
}

/** What must hold when no handler, queue message or timer has anything left to do. */
export function wrongAtTheEnd(s: State, { scenario, ways }: Context): string | undefined {
  const open = Object.entries(s.run).find(([, state]) => state === 'open' || state === 'closing');
  if (open !== undefined) return `run ${open[0]} never closes`;
  if (s.mailbox.length > 1 && !(s.isListed && scenario.slowExchange)) return `two copies${s.isListed ? ' (listed)' : ', not listed'}`;
  if (s.row === undefined) return Object.values(s.package).includes('unpacked') ? 'lost: package unpacked, no row' : undefined;
  if (s.row.state === 'held' && !s.isInHeld) return 'lost: the ledger says held, no row in `held`';
  // Whoever takes the entry up takes the row over, open as it is.
  if (isOpen(s.row) && !(ways.keepsEntry && s.isInHeld)) return `lost: row ${s.row.state} for ever`;
  return scenario.mustImport && s.row.state !== 'imported' ? `row ${s.row.state} after faults that must be got over` : undefined;
}

/** From every state an end must be in reach without further faults; -1 when that holds. */
function firstWithoutEnd(count: number, edges: readonly number[], ends: readonly number[]): number {
  const before = Array.from({ length: count }, (): number[] => []);
  for (let at = 0; at < edges.length; at += 2) before[edges[at + 1] as number]?.push(edges[at] as number);
  const reaches = new Uint8Array(count);
  for (const stack = [...ends]; stack.length > 0; ) {
    const id = stack.pop() as number;
    if (reaches[id] === 1) continue;
    reaches[id] = 1;
    for (const earlier of before[id] ?? []) stack.push(earlier);
  }
  return reaches.indexOf(0);
}
