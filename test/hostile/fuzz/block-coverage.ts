import { type Profiler, Session } from 'node:inspector';

/** Characters of the script, end excluded. */
type Range = readonly [start: number, end: number];

/** V8's own block coverage of one script: tells whether a block ran that never ran before. */
export class BlockCoverage {
  private readonly session = new Session();
  /** Of each function that ever ran, by its place: what of it never ran. */
  private readonly neverRan = new Map<string, readonly Range[]>();

  constructor(private readonly script: string) {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true, allowTriggeredUpdates: false });
  }

  get functions(): number {
    return this.neverRan.size;
  }

  /** Whether anything ran since the last call that never ran before; `remembers`: from now on it counts as known. */
  take(remembers: boolean): boolean {
    let isNew = false;
    this.session.post('Profiler.takePreciseCoverage', (_error, taken) => {
      for (const { url, functions } of taken?.result ?? [])
        if (url.includes(this.script)) for (const { ranges } of functions) if (this.note(ranges, remembers)) isNew = true;
    });
    return isNew;
  }

  private note(ranges: readonly Profiler.CoverageRange[], remembers: boolean): boolean {
    const [whole] = ranges;
    if (whole === undefined || whole.count === 0) return false;
    const place = `${whole.startOffset}:${whole.endOffset}`;
    const notNow = ranges.filter(({ count }) => count === 0).map(({ startOffset, endOffset }): Range => [startOffset, endOffset]);
    const known = this.neverRan.get(place);
    const left = known === undefined ? notNow : known.flatMap((range) => common(range, notNow));
    if (known !== undefined && sizeOf(left) === sizeOf(known)) return false;
    if (remembers) this.neverRan.set(place, left);
    return true;
  }

  stop(): void {
    this.session.disconnect();
  }
}

function common([start, end]: Range, others: readonly Range[]): Range[] {
  return others.flatMap((other): Range[] => {
    const shared: Range = [Math.max(start, other[0]), Math.min(end, other[1])];
    return shared[0] < shared[1] ? [shared] : [];
  });
}

const sizeOf = (ranges: readonly Range[]): number => ranges.reduce((sum, [start, end]) => sum + end - start, 0);
