import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ALERT_RULES } from '../../../infra/alert-rules';
import { FIELDS } from '../../../infra/config/fields';
import { CONFIGURATION_PAGE, configurationPage } from '../../../infra/docs/configuration-page';
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
