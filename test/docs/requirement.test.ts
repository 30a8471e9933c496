import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pageText, ROOT } from './markdown-pages';

const SENTENCES = 36;
/** Sentences about what others do, before anything of ours. */
const OF_OTHERS = ['6'];

const rows = [...pageText('docs/requirement.md').matchAll(/^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, number = '', says = '', where = '', shown = '']) => ({ number, says, where, shown }),
);

describe('the page of the requirement', () => {
  it('takes every sentence, in order', () => {
    expect(rows.map(({ number }) => Number(number))).toEqual(Array.from({ length: SENTENCES }, (_, index) => index + 1));
  });

  it('names only files that exist', () => {
    const files = [...pageText('docs/requirement.md').matchAll(/`((?:test|runtime|infra)\/[^`]+)`/g)].map(([, file = '']) => file);

    expect(files.length).toBeGreaterThan(SENTENCES);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('names a test for every sentence that we meet', () => {
    const without = rows.filter(({ number, shown }) => !/`test\/\S+\.test\.tsx?`/.test(shown) && !OF_OTHERS.includes(number));

    expect(without.map(({ number }) => number)).toEqual([]);
  });
});
