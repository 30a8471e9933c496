import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMap, isScalar, parseDocument } from 'yaml';
import type { ConfigSchemaEntry } from '../stack-file';

const INTRO = `# Configuration of a stack

One stack is one tenant in one stage; its file is \`Pulumi.<tenant>-<stage>.yaml\`. \`Pulumi.dev.yaml\` is a complete example.
Every key has the prefix \`signal-archive:\`. A preview lists everything that is missing or does not fit, all at once, each with its key and what to set.
No key is a secret: the credential of the source is set with \`npm run set-credential -- <stack>\` (see [deploy.md](deploy.md)).

This page is made from the schema in \`Pulumi.yaml\` by \`npm run build && node dist/infra/docs/configuration-page.js\`; a test compares the two.
`;

/** The page of all keys, in the order and under the headings of the schema. */
export function configurationPage(projectText: string): string {
  const document = parseDocument(projectText);
  const config = document.get('config');
  if (!isMap(config)) throw new Error('Pulumi.yaml has no `config`');
  const lines = [INTRO];
  config.items.forEach((pair, index) => {
    const heading = headingAbove(pair.key) ?? (index === 0 ? config.commentBefore?.trim() : undefined);
    if (heading !== undefined) lines.push(`\n## ${heading}\n\n| key | type | default | what it means |\n|---|---|---|---|`);
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    lines.push(row(key, document.getIn(['config', key]) as { toJSON(): ConfigSchemaEntry }));
  });
  return `${lines.join('\n')}\n`;
}

function headingAbove(key: unknown): string | undefined {
  return isScalar(key) ? key.commentBefore?.trim() : undefined;
}

function row(key: string, node: { toJSON(): ConfigSchemaEntry }): string {
  const { type, default: standard, description } = node.toJSON();
  const shown = standard === '' ? '' : `\`${typeof standard === 'string' ? standard : JSON.stringify(standard)}\``;
  return `| \`${key}\` | ${type} | ${shown} | ${description.replaceAll('|', '\\|')} |`;
}

/** Where the page is kept. */
export const CONFIGURATION_PAGE = path.join('docs', 'configuration.md');

if (require.main === module) {
  writeFileSync(CONFIGURATION_PAGE, configurationPage(readFileSync('Pulumi.yaml', 'utf8')));
}
