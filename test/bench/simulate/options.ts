import { parseArgs } from 'node:util';
import { DEFAULT_SCENARIO, FIGURES, type Figure, SCENARIO_KEYS, type Scenario } from './scenario';

/** What the command line asks for. */
export interface SimulateOptions {
  readonly scenario: Scenario;
  readonly isJson: boolean;
  readonly isHelp: boolean;
  /** The table of docs/scale.md in place of one scenario: shown, or written there. */
  readonly sizes: 'no' | 'show' | 'write';
}

/** A mistake of the caller, in one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FLAGS = ['json', 'help', 'sizes', 'write'] as const;

/** Throws a `UsageError` that names the option, what it was given and what it takes. */
export function readOptions(args: readonly string[]): SimulateOptions {
  const values = parse(args);
  const scenario: Record<string, number> = { ...DEFAULT_SCENARIO };
  for (const key of SCENARIO_KEYS) {
    const text = values[FIGURES[key].option];
    if (typeof text === 'string') scenario[key] = numberOf(text, FIGURES[key]);
  }
  if (values['write'] === true && values['sizes'] !== true) throw new UsageError('--write needs --sizes. See --help');
  const sizes = values['sizes'] !== true ? 'no' : values['write'] === true ? 'write' : 'show';
  return { scenario: scenario as Scenario, isJson: values['json'] === true, isHelp: values['help'] === true, sizes };
}

function parse(args: readonly string[]): Readonly<Record<string, unknown>> {
  const numbers = SCENARIO_KEYS.map((key) => [FIGURES[key].option, { type: 'string' }] as const);
  const flags = FLAGS.map((flag) => [flag, { type: 'boolean' }] as const);
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries([...numbers, ...flags]) }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. See --help`);
  }
}

function numberOf(text: string, { option, least, most, isWhole }: Figure): number {
  const value = text.trim() === '' ? Number.NaN : Number(text.replaceAll('_', ''));
  const isRight = isWhole ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isRight && value >= least && value <= most) return value;
  const kind = isWhole ? 'a whole number' : 'a number';
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new UsageError(`--${option} takes ${kind} ${range}, not "${text}"`);
}
