import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { markdownPages, pageText, ROOT } from './markdown-pages';

/** Without code blocks, in which brackets are code. */
const prose = (page: string): string => pageText(page).replace(/```[\s\S]*?```/g, '');
const LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g;

describe('the pages', () => {
  it.each(markdownPages())('%s: every link to a file leads to one', (page) => {
    const broken = [...prose(page).matchAll(LINK)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(ROOT, dirname(page), decodeURIComponent(target))));

    expect(broken).toEqual([]);
  });

  it('docs/README.md lists every page of docs', () => {
    const index = pageText('docs/README.md');
    const files = readdirSync(join(ROOT, 'docs')).filter((name) => /\.(md|yaml)$/.test(name) && name !== 'README.md');

    expect(files.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });

  it('show every picture of docs/images, and only such', () => {
    const shown = markdownPages().flatMap((page) =>
      [...pageText(page).matchAll(/(?:src|srcset)="([^"]+\.png)"/g)].map(([, path = '']) => join(dirname(page), path)),
    );
    const pictures = readdirSync(join(ROOT, 'docs', 'images')).map((name) => join('docs', 'images', name));

    expect([...new Set(shown)].sort()).toEqual(pictures.sort());
  });

  it('npm scripts that are named exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const named = markdownPages().flatMap((page) => [...pageText(page).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name));

    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the changelog', () => {
  it('begins with what is not released yet, and says of each change what kind it is', () => {
    const versions = [...pageText('CHANGELOG.md').matchAll(/^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$/gm)].map(([, name, day]) => [
      name,
      day,
    ]);
    const kinds = [...pageText('CHANGELOG.md').matchAll(/^### (.+)$/gm)].map(([, kind]) => kind);

    expect(versions[0]).toEqual(['Unreleased', undefined]);
    expect(versions.slice(1).filter(([, day]) => day === undefined)).toEqual([]);
    expect(kinds.filter((kind) => !/^(Added|Changed|Deprecated|Removed|Fixed|Security|Breaking)$/.test(kind ?? ''))).toEqual([]);
  });
});
