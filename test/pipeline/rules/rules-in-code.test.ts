import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES_IN_CODE } from '../../faults/rules/rules-in-code';

const ROOT = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** `npm run test:faults` takes each rule out and sees its test fail; here: that it still can. */
describe('the table of the rules of the protocol', () => {
  it.each(RULES_IN_CODE.map((each) => [each.rule, each] as const))(
    'knows where the rule stands and which tests need it: %s',
    (rule, each) => {
      for (const { file, find } of each.edits)
        expect({ file, find, found: read(`runtime/${file}`).split(find).length - 1 }).toEqual({ file, find, found: 1 });

      expect(read(`test/pipeline/rules/${each.test}.test.ts`)).toContain(`describe('${rule}', `);
      expect(read('docs/reliability.md')).toContain(`| ${rule} | `);
    },
  );
});
