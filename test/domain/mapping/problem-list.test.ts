import { MAPPING_PROBLEMS, type MappingProblemCode } from '../../../runtime/domain/mapping/mapping-problems';
import { ProblemList } from '../../../runtime/domain/mapping/problem-list';

describe('ProblemList', () => {
  it('lists problems by line, whatever order they were found in', () => {
    const problems = new ProblemList();
    problems.add(7, 'number-missing');
    problems.add(2, 'duplicate', 'As line 1');
    problems.add(5, 'not-a-mailbox');

    expect(problems.list().map(({ line, code }) => [line, code])).toEqual([
      [2, 'duplicate'],
      [5, 'not-a-mailbox'],
      [7, 'number-missing'],
    ]);
    expect(problems.count).toBe(3);
  });

  it('says what, why and what to do', () => {
    const problems = new ProblemList();
    problems.add(3, 'number-rounded', '4.45204E+11');
    problems.add(4, 'number-missing');

    expect(problems.list().map(({ detail }) => detail)).toEqual([
      '4.45204E+11: A spreadsheet has rounded the number (4.45204E+11): its last digits are lost. In the spreadsheet, format the column as text, enter the number again and save as CSV.',
      'The line has no number. Add the number, or remove the line.',
    ]);
  });

  it.each<[boolean, MappingProblemCode[]]>([
    [false, []],
    [false, ['duplicate', 'no-rows', 'digits-may-be-lost', 'number-without-country']],
    [true, ['duplicate', 'conflict']],
  ])('refuses the file: %s for %j', (refuses, codes) => {
    const problems = new ProblemList();
    for (const code of codes) problems.add(1, code);

    expect(problems.refusesFile).toBe(refuses);
  });

  it('keeps the first thousand by line and counts all', () => {
    const problems = new ProblemList();
    for (let line = 5_000; line > 0; line -= 1) problems.add(line, 'number-missing');

    const listed = problems.list();

    expect(problems.count).toBe(5_000);
    expect(listed.map(({ line }) => line)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
  });

  it('lists what refuses the file before warnings when not all can be listed', () => {
    const problems = new ProblemList();
    for (let line = 1; line <= 3_000; line += 1) problems.add(line, 'duplicate', 'As line 1');
    problems.add(9_999, 'conflict', 'With line 1');

    const listed = problems.list();

    expect(listed).toHaveLength(1_000);
    expect(listed[999]).toMatchObject({ line: 9_999, code: 'conflict' });
    expect(listed[998]).toMatchObject({ line: 999, code: 'duplicate' });
    expect(problems.count).toBe(3_001);
  });
});

describe('MAPPING_PROBLEMS', () => {
  it.each(Object.entries(MAPPING_PROBLEMS))('explains %s in sentences', (_code, { meaning, whatToDo }) => {
    expect(meaning).toMatch(/^[A-Z"].+\.$/);
    expect(whatToDo).toMatch(/^[A-Z].+\.$/);
  });
});
