import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { DaySize } from './synthetic/synthetic-day';

const USAGE = `Runs the TeleMessage simulator (docs/telemessage-source.openapi.yaml) as a process of its own and prints {"url", "username", "password",
"certificateAuthority", "packages"} as one line of JSON. It ends when its standard input ends.

  --port <n>        port (0: any free one)                                   0
  --http            plain http in the place of https
  --ca-file <path>  write the certificate authority there (PEM)
  --seed <n>        seed of everything that is made up                       1
  --date <day>      the synthetic day, YYYY-MM-DD                            2026-11-20
  --size <size>     default, small, tiny or none                             default
  --past <n>        also that many small days before it                      0
  --folder <path>   serve the ZIP and EML files of a folder (arrival = modified time)
  --write <folder>  write the day as files there and end
  --username <u>    user name                                                archive
  --stay            do not end with standard input

The password is taken from TELEMESSAGE_SIMULATOR_PASSWORD; without it a new one is made and printed.`;

export interface SimulatorRunOptions {
  readonly port: number;
  readonly isPlain: boolean;
  readonly authorityFile: string | undefined;
  readonly seed: number;
  readonly date: string;
  readonly size: DaySize | 'none';
  readonly past: number;
  readonly folder: string | undefined;
  readonly writeTo: string | undefined;
  readonly username: string;
  readonly password: string;
  readonly stays: boolean;
}

export class SimulatorUsageError extends Error {
  override readonly name = 'SimulatorUsageError';
  constructor(why: string) {
    super(`${why}\n\n${USAGE}`);
  }
}

/** Throws `SimulatorUsageError` for what it does not know, and for `--help`. */
export function readSimulatorOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): SimulatorRunOptions {
  const values = parse(args);
  if (values.help === true) throw new SimulatorUsageError('Usage');
  return {
    port: wholeNumber('--port', values.port ?? '0'),
    isPlain: values.http ?? false,
    authorityFile: values['ca-file'],
    seed: wholeNumber('--seed', values.seed ?? '1'),
    date: values.date ?? '2026-11-20',
    size: sizeOf(values.size ?? 'default'),
    past: wholeNumber('--past', values.past ?? '0'),
    folder: values.folder,
    writeTo: values.write,
    username: values.username ?? 'archive',
    password: env['TELEMESSAGE_SIMULATOR_PASSWORD'] ?? randomBytes(12).toString('base64url'),
    stays: values.stay ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const named = {
      port: text,
      'ca-file': text,
      seed: text,
      date: text,
      size: text,
      past: text,
      folder: text,
      write: text,
      username: text,
    };
    return parseArgs({ args: [...args], options: { ...named, http: flag, stay: flag, help: flag } }).values;
  } catch (error) {
    throw new SimulatorUsageError(error instanceof Error ? error.message : 'The options cannot be read');
  }
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new SimulatorUsageError(`${option} needs a whole number, got '${text}'`);
  return Number(text);
}

function sizeOf(text: string): SimulatorRunOptions['size'] {
  if (text === 'default' || text === 'small' || text === 'tiny' || text === 'none') return text;
  throw new SimulatorUsageError(`--size must be default, small, tiny or none, got '${text}'`);
}
