import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageCheckResult } from '../../../runtime/domain/package/package-check';
import { MAX_LISTED_PROBLEMS, PACKAGE_PROBLEM_CODES, ProblemList } from '../../../runtime/domain/package/package-problem';

describe('the problems of a package', () => {
  it.each(PACKAGE_PROBLEM_CODES)('%s is explained in docs/problem-codes.md', (code) => {
    expect(readFileSync(join(__dirname, '../../../docs/problem-codes.md'), 'utf8')).toContain(`\`${code}\``);
  });

  it('are all counted and the first 200 listed', () => {
    const problems = new ProblemList();

    for (let index = 0; index < 500; index += 1) problems.add('missing-item', `${index}.eml`, 'x');
    problems.addUnlisted(10);

    expect([problems.count, problems.listed.length, problems.hasRoom]).toEqual([510, MAX_LISTED_PROBLEMS, false]);
  });

  it('name entries without control or bidi characters, and not longer than a line', () => {
    const problems = new ProblemList();

    problems.add('unsafe-name', `a\0\u202e\n${'x'.repeat(1000)}\ud83d`, 'x');

    expect(problems.listed[0]?.entry).toMatch(/^a\ufffd{3}x+\.\.\.$/);
    expect(problems.listed[0]?.entry.length).toBeLessThan(300);
  });

  it('are what the command prints', () => {
    const check = {
      state: 'rejected' as const,
      items: 1,
      manifestCount: null,
      problems: [{ code: 'manifest-missing' as const, entry: '', detail: 'x' }],
      problemCount: 1,
      notes: [],
    };

    expect(packageCheckResult('day.zip', 'a'.repeat(64), check)).toEqual({
      name: 'day.zip',
      sha256: 'a'.repeat(64),
      items: 1,
      manifestCount: null,
      state: 'rejected',
      problems: [{ code: 'manifest-missing', entry: '', detail: 'x' }],
      problemCount: 1,
      notes: [],
    });
  });
});
