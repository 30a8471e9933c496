import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ALERT_RULES } from '../../../infra/alert-rules';
import { FIELDS } from '../../../infra/config/fields';
import { CONFIGURATION_PAGE, configurationPage } from '../../../infra/docs/configuration-page';
import { VERBS } from '../../../runtime/cli/verbs';
import { PROJECT_ROOT, SCHEMA } from '../support/example-stack';

const PAGES = ['deploy', 'configuration', 'migrate-from-purview', 'purview', 'first-tenant'];
const read = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const page = (name: string): string => read(path.join('docs', `${name}.md`));
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

describe('the page of all configuration keys', () => {
  it('is what the schema says (rewrite it: npm run build && node dist/infra/docs/configuration-page.js)', () => {
    expect(read(CONFIGURATION_PAGE)).toBe(configurationPage(read('Pulumi.yaml')));
  });

  it('has every key once, with its type', () => {
    for (const key of Object.keys(FIELDS)) {
      expect(
        read(CONFIGURATION_PAGE)
          .split('\n')
          .filter((line) => line.startsWith(`| \`${key}\` | ${SCHEMA[key]?.type} |`)),
      ).toHaveLength(1);
    }
  });
});

describe.each(PAGES)('the page %s', (name) => {
  it('names only commands that exist', () => {
    const commands = [...page(name).matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] ?? '');
    expect(commands.filter((command) => scripts[command] === undefined)).toEqual([]);
  });

  it('names only verbs of the command line that exist', () => {
    const verbs = new Set(VERBS.map((verb) => verb.name));
    const named = [...page(name).matchAll(/signal-archive ((?:mapping |package )?[a-z]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((verb) => !verbs.has(verb))).toEqual([]);
  });

  it('names only configuration keys that exist', () => {
    const keys = [...page(name).matchAll(/signal-archive:(?!infra:)(\w+)/g)].map((match) => match[1] ?? '');
    expect(keys.filter((key) => SCHEMA[key] === undefined)).toEqual([]);
  });

  it('links only to pages and headings that exist', () => {
    for (const [, target = ''] of page(name).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file = '', anchor] = target.split('#');
      const text = file === '' ? page(name) : read(path.join('docs', file));
      expect(file === '' || existsSync(path.join(PROJECT_ROOT, 'docs', file))).toBe(true);
      if (anchor !== undefined) expect(headings(text)).toContain(anchor);
    }
  });

  it('names nobody and no address outside the reserved ranges', () => {
    for (const [domain = ''] of page(name).matchAll(/\b[\w.-]+\.(com|net|org|io)\b/g)) {
      expect(domain).toMatch(
        /(microsoft|windows|azure|azurewebsites|github|microsoftonline|githubusercontent|pulumi|core\.windows|office)\w*\.|^(graph|login|management|portal)\./,
      );
    }
  });
});

describe('the page on deploying', () => {
  it('shows what doctor prints under the names that it prints', () => {
    const folder = path.join(PROJECT_ROOT, 'runtime', 'pipeline', 'admin', 'doctor');
    const sources = readdirSync(folder)
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('\n');
    const shown = [...page('deploy').matchAll(/^(?:ok {3}|MEND |- {4})([A-Z].+?) {2,}/gm)].map((match) => match[1] ?? '');
    expect(shown.length).toBeGreaterThan(5);
    for (const check of shown) expect(sources).toContain(`'${check}'`);
  });

  it('reads only outputs that the stack has', () => {
    const outputs = readFileSync(path.join(PROJECT_ROOT, 'infra', 'tenant', 'outputs.ts'), 'utf8');
    const read = [...page('deploy').matchAll(/pulumi stack output (\w+)/g)].map((match) => match[1] ?? '');
    expect(read.length).toBeGreaterThan(2);
    for (const output of read) expect(outputs).toMatch(new RegExp(`^ +${output}(:|,)`, 'm'));
  });

  it('names every alert, so that somebody who gets one finds what to do', () => {
    for (const { name } of ALERT_RULES) expect(page('deploy')).toContain(name);
  });
});

function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
