import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELD_REASON_ORDER, heldReasonWords } from '../../runtime/domain/evidence/held-reasons';
import { ITEM_PROBLEMS } from '../../runtime/domain/item/item-problems';
import { MAPPING_PROBLEMS } from '../../runtime/domain/mapping/mapping-problems';
import { PACKAGE_PROBLEM_CODES } from '../../runtime/domain/package/package-problem';
import { pageText, ROOT } from './markdown-pages';

const PAGE = 'docs/problem-codes.md';

/** Tables that the code itself holds. `WRITE_DOCS=1` writes them anew. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  items: table(
    ['code', 'what was found', 'what to do'],
    Object.entries(ITEM_PROBLEMS).map(([code, { meaning, action }]) => [`\`${code}\``, meaning, action]),
  ),
  mapping: table(
    ['code', 'the file is', 'what was found', 'what to do'],
    Object.entries(MAPPING_PROBLEMS).map(([code, { severity, meaning, whatToDo }]) => [
      `\`${code}\``,
      severity === 'refuses' ? 'refused' : 'usable',
      meaning,
      whatToDo,
    ]),
  ),
  held: table(
    ['reason', 'what it means', 'who acts', 'what they do'],
    HELD_REASON_ORDER.map((reason) => {
      const { heading, meaning, actor, action } = heldReasonWords(reason);
      return [`\`${reason}\``, `${heading}. ${meaning}`, actor, action];
    }),
  ),
};

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)];
}

const begin = (name: string): string =>
  `<!-- ${name}: made from the code by WRITE_DOCS=1 npx jest --selectProjects unit --testPathPatterns problem-codes -->`;
const END = '<!-- end -->';

function section(name: string, text: string): string {
  const from = text.indexOf(begin(name));
  const to = text.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`${PAGE} has no section ${name}`);
  return text.slice(from + begin(name).length, to).trim();
}

/** Codes of the first column below a heading of the page. */
function codesBelow(heading: string): readonly string[] {
  const [, part = ''] = pageText(PAGE).split(`\n## ${heading}\n`);
  const rows = (part.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code));
}

/** Codes that stand in the code as `code: '...'`, `find('...'` or `add('...'`. */
function codesIn(files: readonly string[], pattern: RegExp): readonly string[] {
  return [...new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, code = '']) => code)))].sort();
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(ROOT, folder, name));

beforeAll(() => {
  if (process.env['WRITE_DOCS'] !== '1') return;
  let text = pageText(PAGE);
  for (const [name, lines] of Object.entries(MADE)) {
    const from = text.indexOf(begin(name)) + begin(name).length;
    text = `${text.slice(0, from)}\n\n${lines.join('\n')}\n\n${text.slice(text.indexOf(END, from))}`;
  }
  writeFileSync(join(ROOT, PAGE), text);
});

describe('the page of problem codes', () => {
  it.each(Object.entries(MADE))('shows the table of %s as the code has it', (name, lines) => {
    expect(section(name, pageText(PAGE)).split('\n')).toEqual(lines);
  });

  it('has every code of packages, and no other', () => {
    expect([...codesBelow('Packages')].sort()).toEqual([...PACKAGE_PROBLEM_CODES].sort());
  });

  it('has every code of a verification, and no other', () => {
    const evidence = ['chain', 'audit-event'].map((name) => join(ROOT, 'runtime', 'domain', 'evidence', `${name}.ts`));
    const found = codesIn(
      [...filesBelow('runtime/pipeline/verify'), ...evidence],
      /(?:code: (?:\w+ \? )?|this\.find\(|: )'([a-z]+-[a-z-]+)'/g,
    );

    expect([...codesBelow('Verification')].sort()).toEqual(found);
  });

  it('has every sum of a report, and no other', () => {
    const found = codesIn([join(ROOT, 'runtime', 'domain', 'evidence', 'counts.ts')], /code: '([a-z-]+)'/g);

    expect([...codesBelow('Sums of a report')].sort()).toEqual([...found, 'not-listed'].sort());
  });
});
