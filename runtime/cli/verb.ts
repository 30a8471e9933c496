import type { ParseArgsOptionsConfig } from 'node:util';
import type { TextOutput } from '../local/start/text-output';

/** 0 fine; 1 could not run (or, for an import, failed); 2 problems found, rejected, refused or held; 64 usage. */
export type ExitCode = 0 | 1 | 2 | 64;

/** What the user typed after the verb. */
export interface VerbArguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** One verb of `signal-archive`. */
export interface Verb {
  readonly name: string;
  /** One sentence for the list of verbs. */
  readonly summary: string;
  /** Forms of use without the program's name, one a line. */
  readonly usage: readonly string[];
  readonly options: ParseArgsOptionsConfig;
  /** What each option means, by name. */
  readonly optionHelp: Readonly<Record<string, string>>;
  /** What an option takes, by name, as `--help` shows it; `value` when it says nothing. */
  readonly optionValues?: Readonly<Record<string, string>>;
  /** Lines below the options: what the environment gives, exit codes, an example. */
  readonly notes?: readonly string[];
  /** How many positional arguments it takes. */
  readonly positionals: { readonly least: number; readonly most: number };
  run(args: VerbArguments, output: TextOutput): Promise<ExitCode>;
}

/** Wrong use: the message and a hint go to standard error, the exit code is 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const JSON_OPTION = { json: { type: 'boolean' } } as const;
export const JSON_HELP = { json: 'print JSON for machines' } as const;

/** An option that was given with nothing in it is a mistake (often an unset shell variable), never "not given". */
export function textOf(args: VerbArguments, name: string): string | undefined {
  const value = args.values[name];
  if (value === '') throw new UsageError(`--${name} has no value`);
  return typeof value === 'string' ? value : undefined;
}

export function isSet(args: VerbArguments, name: string): boolean {
  return args.values[name] === true;
}

/** A whole number option within its range. */
export function wholeOf(args: VerbArguments, name: string, fallback: number, least: number, most: number): number {
  const value = textOf(args, name);
  if (value === undefined) return fallback;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, got '${value}'`);
  return number;
}
