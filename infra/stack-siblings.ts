import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { type StackSibling, sourceOf } from './config/rules';

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;
const PREFIX = 'signal-archive:';

/** The stacks of this repository, read from their files; a file that cannot be read as a stack is left out, Pulumi reports it. */
export function readSiblings(projectRoot: string): StackSibling[] {
  return readdirSync(projectRoot).flatMap((file) => {
    const stack = STACK_FILE.exec(file)?.[1];
    return stack === undefined ? [] : readSibling(stack, path.join(projectRoot, file));
  });
}

function readSibling(stack: string, file: string): StackSibling[] {
  let config: Record<string, unknown>;
  try {
    config = (parse(readFileSync(file, 'utf8')) as { config?: Record<string, unknown> } | null)?.config ?? {};
  } catch {
    return [];
  }
  const text = (key: string, otherwise: string): string => {
    const value = config[PREFIX + key];
    return typeof value === 'string' ? value : otherwise;
  };
  return [
    {
      stack,
      stage: text('stage', 'dev'),
      tenantId: text('tenantId', ''),
      source: sourceOf({
        sourceKind: text('sourceKind', 'telemessage'),
        sourceUrl: text('sourceUrl', ''),
        sourceAccount: text('sourceAccount', ''),
      }),
    },
  ];
}
