import { Refusal } from '../refusal';
import { type ConfigKey, FIELDS, type StackConfig } from './fields';
import { RULES, type StackFacts } from './rules';

/** The configuration cannot be used; the message lists every problem with its key and what to set. */
export class StackConfigError extends Refusal {
  override readonly name = 'StackConfigError';

  constructor(
    stack: string,
    readonly problems: readonly string[],
  ) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`Pulumi.${stack}.yaml is not usable (${count}):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

export interface CheckedInput {
  readonly stack: string;
  /** The text of each key as Pulumi hands it over; undefined = no value and no default. */
  raw(key: ConfigKey): string | undefined;
  readonly facts: StackFacts;
}

const MAX_SHOWN_CHARACTERS = 80;

/** Reads and checks everything, and throws one `StackConfigError` that lists every problem. */
export function checkStackConfig(input: CheckedInput): StackConfig {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(FIELDS)) {
    const raw = input.raw(key as ConfigKey);
    const read = raw === undefined ? undefined : field.read(raw);
    if (read === undefined) problems.push(`signal-archive:${key} is ${shown(raw)}: set ${field.allowed}`);
    else values[key] = read.value;
  }
  const config = Object.freeze(values) as StackConfig;
  for (const rule of RULES) {
    const isReadable = rule.needs.every((key) => key in values);
    const broken = isReadable ? rule.broken(config, input.facts) : undefined;
    if (broken !== undefined) problems.push(`${rule.key.includes(':') ? rule.key : `signal-archive:${rule.key}`} ${broken}`);
  }
  if (problems.length > 0) throw new StackConfigError(input.stack, problems);
  return config;
}

function shown(raw: string | undefined): string {
  if (raw === undefined || raw === '' || raw === '[]' || raw === '{}') return 'missing';
  return raw.length > MAX_SHOWN_CHARACTERS ? `${raw.slice(0, MAX_SHOWN_CHARACTERS)}...` : raw;
}
