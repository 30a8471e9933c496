import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { checkStackConfig } from './config/check';
import type { ConfigKey, StackConfig } from './config/fields';
import { Refusal } from './refusal';
import { readSiblings } from './stack-siblings';

/** One key of the schema in Pulumi.yaml. */
export interface ConfigSchemaEntry {
  readonly type: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly description: string;
  readonly default: unknown;
}

const PREFIX = 'signal-archive:';

export function readConfigSchema(projectRoot: string): Readonly<Record<string, ConfigSchemaEntry>> {
  const project = parse(readFileSync(path.join(projectRoot, 'Pulumi.yaml'), 'utf8')) as { config: Record<string, ConfigSchemaEntry> };
  return project.config;
}

/** The text of a value as Pulumi hands it to a program. */
export function asPulumiText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a stack file says, key by key without prefix, over the defaults of the schema. */
export function valuesOf(stackText: string, schema: Readonly<Record<string, ConfigSchemaEntry>>): ReadonlyMap<string, string> {
  const values = new Map(Object.entries(schema).map(([key, entry]) => [key, asPulumiText(entry.default)]));
  const config = (parse(stackText) as { config?: Record<string, unknown> } | null)?.config ?? {};
  for (const [key, value] of Object.entries(config)) {
    if (key.startsWith(PREFIX)) values.set(key.slice(PREFIX.length), asPulumiText(value));
  }
  return values;
}

/**
 * A stack's configuration straight from its file, for what runs outside a Pulumi program.
 *
 * Throws `Refusal` when there is no such stack, and `StackConfigError` with every problem.
 */
export function loadStackFile(projectRoot: string, stack: string): StackConfig {
  const file = path.join(projectRoot, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) throw new Refusal(`There is no stack file Pulumi.${stack}.yaml`);
  const values = valuesOf(readFileSync(file, 'utf8'), readConfigSchema(projectRoot));
  return checkStackConfig({
    stack,
    raw: (key: ConfigKey) => values.get(key),
    facts: {
      providerTenants: { 'azure-native': undefined, azuread: undefined },
      siblings: readSiblings(projectRoot).filter((sibling) => sibling.stack !== stack),
      lockedRetentionDays: 0,
    },
  });
}
