import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkStackConfig } from '../../../infra/config/check';
import type { ConfigKey, StackConfig } from '../../../infra/config/fields';
import type { StackFacts } from '../../../infra/config/rules';
import { asPulumiText, type ConfigSchemaEntry, readConfigSchema, valuesOf } from '../../../infra/stack-file';

export const PROJECT_ROOT = path.resolve(__dirname, '../../..');

export const SCHEMA: Readonly<Record<string, ConfigSchemaEntry>> = readConfigSchema(PROJECT_ROOT);

export const EXAMPLE_TEXT = readFileSync(path.join(PROJECT_ROOT, 'Pulumi.dev.yaml'), 'utf8');

export type Overrides = Readonly<Partial<Record<ConfigKey, unknown>>>;

export const NOTHING_ELSE: StackFacts = {
  providerTenants: { 'azure-native': undefined, azuread: undefined },
  siblings: [],
  lockedRetentionDays: 0,
};

/** The example stack's configuration with some keys set differently, as the program reads it. Throws what the program throws. */
export function exampleConfig(overrides: Overrides = {}, facts: StackFacts = NOTHING_ELSE): StackConfig {
  const values = new Map(valuesOf(EXAMPLE_TEXT, SCHEMA));
  for (const [key, value] of Object.entries(overrides)) values.set(key, asPulumiText(value));
  return checkStackConfig({ stack: 'dev', raw: (key) => values.get(key), facts });
}

/** What is wrong with the example when some keys are set differently; empty when nothing is. */
export function problemsOf(overrides: Overrides, facts: StackFacts = NOTHING_ELSE): readonly string[] {
  try {
    exampleConfig(overrides, facts);
    return [];
  } catch (error) {
    return (error as { problems: readonly string[] }).problems;
  }
}
