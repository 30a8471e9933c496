import type { Problem } from '../failure/problem';

/** Why a package is rejected; docs/problem-codes.md says what to do about each. */
export const PACKAGE_PROBLEM_CODES = [
  'empty-file',
  'not-a-zip',
  'truncated',
  'damaged-directory',
  'ambiguous-directory',
  'multi-disk',
  'garbage-before',
  'garbage-after',
  'hidden-entry',
  'too-many-entries',
  'directory-too-large',
  'total-too-large',
  'entry-too-large',
  'ratio',
  'overlap',
  'encrypted',
  'unsupported-method',
  'unsafe-name',
  'special-file',
  'duplicate-name',
  'nested-archive',
  'unexpected-entry',
  'header-mismatch',
  'size-mismatch',
  'crc-mismatch',
  'damaged-content',
  'manifest-missing',
  'manifest-several',
  'manifest-unreadable',
  'manifest-count',
  'count-mismatch',
  'listed-twice',
  'missing-item',
  'unlisted-item',
  'empty-item',
] as const;
export type PackageProblemCode = (typeof PACKAGE_PROBLEM_CODES)[number];

export interface PackageProblem extends Problem {
  readonly code: PackageProblemCode;
  /** Name of the entry as the package has it; '' when the problem concerns the package as a whole. */
  readonly entry: string;
}

/** A bomb has as many problems as entries; a person needs the first ones and the number. */
export const MAX_LISTED_PROBLEMS = 200;
const MAX_ENTRY_NAME_LENGTH = 256;

/** Problems in the order they were found: the first `MAX_LISTED_PROBLEMS` with their text, all of them counted. */
export class ProblemList {
  readonly listed: PackageProblem[] = [];
  private found = 0;

  get count(): number {
    return this.found;
  }

  /** Whether the text of one more problem would still be kept; saves making texts that nobody sees. */
  get hasRoom(): boolean {
    return this.listed.length < MAX_LISTED_PROBLEMS;
  }

  add(code: PackageProblemCode, entry: string, detail: string): void {
    this.found += 1;
    if (this.hasRoom) this.listed.push({ code, entry: shownName(entry), detail });
  }

  /** Counts problems whose text is not wanted any more. */
  addUnlisted(count: number): void {
    this.found += count;
  }
}

/** Control and bidi characters would let a name forge a line of a report or a terminal. */
function shownName(name: string): string {
  const clean = name.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '\ufffd').toWellFormed();
  return clean.length <= MAX_ENTRY_NAME_LENGTH ? clean : `${clean.slice(0, MAX_ENTRY_NAME_LENGTH)}...`.toWellFormed();
}
