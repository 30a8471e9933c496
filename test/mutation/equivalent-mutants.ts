/** A change that no test can notice, because the code does the same with it. */
export interface EquivalentMutant {
  readonly file: string;
  /** What stands there, and what stood there instead, as the list of survivors shows them. */
  readonly change: string;
  readonly why: string;
}

/** Kept by hand. They count as survivors in the score; the page says why they stay. */
export const EQUIVALENT_MUTANTS: readonly EquivalentMutant[] = [];
