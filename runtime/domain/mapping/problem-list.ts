import { MAPPING_PROBLEMS, type MappingProblem, type MappingProblemCode, refusesFile } from './mapping-problems';

/** A file with a million bad lines is as unusable as one with a thousand, and nobody reads more. */
export const MAX_LISTED_PROBLEMS = 1_000;

interface FoundProblem {
  readonly line: number;
  readonly code: MappingProblemCode;
  readonly detail: string | undefined;
}

/** Collects problems in any order and keeps the first ones by line. What refuses the file comes before warnings when not all can be listed. */
export class ProblemList {
  private readonly refusing: FoundProblem[] = [];
  private readonly warnings: FoundProblem[] = [];
  private found = 0;
  private refusals = 0;

  add(line: number, code: MappingProblemCode, detail?: string): void {
    const refuses = refusesFile(code);
    this.found += 1;
    if (refuses) this.refusals += 1;
    const kept = refuses ? this.refusing : this.warnings;
    kept.push({ line, code, detail });
    if (kept.length >= 2 * MAX_LISTED_PROBLEMS) keepFirst(kept);
  }

  /** Problems in all, listed or not. */
  get count(): number {
    return this.found;
  }

  get refusesFile(): boolean {
    return this.refusals > 0;
  }

  /** By line. */
  list(): readonly MappingProblem[] {
    keepFirst(this.refusing);
    keepFirst(this.warnings);
    return [...this.refusing, ...this.warnings].slice(0, MAX_LISTED_PROBLEMS).sort(byLine).map(described);
  }
}

function keepFirst(problems: FoundProblem[]): void {
  problems.sort(byLine);
  problems.length = Math.min(problems.length, MAX_LISTED_PROBLEMS);
}

function byLine(a: FoundProblem, b: FoundProblem): number {
  return a.line - b.line;
}

/** What, on what, why, what to do. */
function described({ line, code, detail }: FoundProblem): MappingProblem {
  const { meaning, whatToDo } = MAPPING_PROBLEMS[code];
  return { line, code, detail: `${detail === undefined ? '' : `${detail}: `}${meaning} ${whatToDo}` };
}
