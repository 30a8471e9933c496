import { PROBLEMS_LEFT_OUT, ProblemsByCode } from '../../domain/failure/problems-by-code';
import type { ListedPackage, Listing } from '../../ports/source';

/** What a hostile name may not put before people: controls, line ends, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const LONGEST_SHOWN_NAME = 160;
const PACKAGE_ENDINGS = ['.zip', '.eml'];

/** What a listing finds beside packages; explained in docs/problem-codes.md. */
export const LISTING_PROBLEM_CODES = [
  'ignored-file',
  'symbolic-link',
  'not-a-file',
  'unreadable-file',
  'unsafe-name',
  'arrival-outside-window',
  PROBLEMS_LEFT_OUT,
] as const;
export type ListingProblemCode = (typeof LISTING_PROBLEM_CODES)[number];

/** A ZIP of items or a loose item, told by its ending; nothing else is a package. */
function isPackageName(name: string): boolean {
  const lower = name.toLowerCase();
  return PACKAGE_ENDINGS.some((ending) => lower.endsWith(ending));
}

/** Whether a relative name with `/` stays below its root on every system: no `..`, no root, no NUL, no empty part. */
export function isSafeRelativeName(name: string): boolean {
  if (name === '' || name.includes('\0') || name.includes('\\')) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** A file name as it may be shown to people: one line, without controls, not longer than a line. */
export function shownName(name: string): string {
  const printable = name.replace(UNPRINTABLE, '\uFFFD');
  return printable.length <= LONGEST_SHOWN_NAME ? printable : `${printable.slice(0, LONGEST_SHOWN_NAME)}...`;
}

/** Collects what a listing finds, and hands it out in the order that the port promises. */
export class ListingBuilder {
  private readonly packages = new Map<string, ListedPackage>();
  private readonly problems = new ProblemsByCode();

  /** A package that stands on two pages of a listing is one package. */
  add(listed: ListedPackage): void {
    this.packages.set(JSON.stringify([listed.name, listed.bytes, listed.stamp]), listed);
  }

  /** Whether the ending is a package's; when not, the file is reported. */
  acceptsEnding(name: string): boolean {
    if (isPackageName(name)) return true;
    this.report('ignored-file', name, 'neither a ZIP nor an EML');
    return false;
  }

  /** For sources that read by name: whether this name can be a package and stays below the root; when not, it is reported. */
  accepts(name: string): boolean {
    if (!this.acceptsEnding(name)) return false;
    if (isSafeRelativeName(name)) return true;
    this.report('unsafe-name', name, 'the name cannot be a relative path on every system; rename the file');
    return false;
  }

  report(code: ListingProblemCode, name: string, why: string): void {
    this.problems.add({ code, detail: `${shownName(name)}: ${why}` });
  }

  build(): Listing {
    return { packages: [...this.packages.values()].sort(byArrivalThenName), problems: this.problems.listed() };
  }
}

/** Oldest arrival first, those without one before them; then by name, in code unit order, the same on every machine. */
function byArrivalThenName(a: ListedPackage, b: ListedPackage): number {
  const byArrival = (a.arrivedAt?.getTime() ?? 0) - (b.arrivedAt?.getTime() ?? 0);
  if (byArrival !== 0) return byArrival;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
