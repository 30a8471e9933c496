import type { Problem } from './problem';

/** A folder may hold millions of files that are no packages; a person needs the first ones and the number. */
export const MOST_PROBLEMS_OF_A_CODE = 100;

export const PROBLEMS_LEFT_OUT = 'problems-left-out';

/** Problems in the order they were found, the first ones of each code: many of one kind hide none of another. What is left out is counted. */
export class ProblemsByCode {
  private readonly kept: Problem[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly most = MOST_PROBLEMS_OF_A_CODE) {}

  add(problem: Problem): void {
    const count = (this.counts.get(problem.code) ?? 0) + 1;
    this.counts.set(problem.code, count);
    if (count <= this.most) this.kept.push(problem);
  }

  listed(): readonly Problem[] {
    const leftOut = [...this.counts].map(([code, count]) => [code, count - this.most] as const).filter(([, count]) => count > 0);
    if (leftOut.length === 0) return this.kept;
    const sum = leftOut.reduce((total, [, count]) => total + count, 0);
    const each = leftOut.map(([code, count]) => `${count} ${code}`).join(', ');
    return [...this.kept, { code: PROBLEMS_LEFT_OUT, detail: `${sum} more problems of this listing are not shown: ${each}` }];
  }
}
