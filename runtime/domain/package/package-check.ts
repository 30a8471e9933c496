import type { PackageProblem } from './package-problem';

/**
 * What was found about a package. `complete`: exactly one manifest, and its count = the EML entries = its names, none missing, empty, encrypted,
 * duplicate, unsafe or unlisted. Everything else is `rejected` as a whole.
 */
export interface PackageCheck {
  readonly state: 'complete' | 'rejected';
  /** EML entries, readable or not. */
  readonly items: number;
  /** null: a loose item, or no count could be read. */
  readonly manifestCount: number | null;
  /** The first 200 of `problemCount`. */
  readonly problems: readonly PackageProblem[];
  readonly problemCount: number;
  /** What a person may want to know and what rejects nothing. */
  readonly notes: readonly { readonly code: string; readonly detail: string }[];
}

/** What `signal-archive package check` prints. */
export interface PackageCheckResult {
  readonly name: string;
  readonly sha256: string;
  readonly items: number;
  readonly manifestCount: number | null;
  readonly state: 'complete' | 'rejected';
  readonly problems: readonly PackageProblem[];
  readonly problemCount: number;
  readonly notes: PackageCheck['notes'];
}

/** `sha256`: of the package's bytes, hex. */
export function packageCheckResult(name: string, sha256: string, check: PackageCheck): PackageCheckResult {
  const { items, manifestCount, state, problems, problemCount, notes } = check;
  return { name, sha256, items, manifestCount, state, problems, problemCount, notes };
}
