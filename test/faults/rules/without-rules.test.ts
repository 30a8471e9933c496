import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isEverything } from '../harness/volume';
import { RULES_IN_CODE, type RuleInCode } from './rules-in-code';

const ROOT = join(__dirname, '../../..');

jest.setTimeout(300_000);

describe('the code without one rule of the protocol', () => {
  const SAMPLE_EVERY = 9;
  const chosen = RULES_IN_CODE.filter((_each, index) => isEverything || index % SAMPLE_EVERY === 0);

  it.each(chosen.map((each) => [each.rule, each] as const))('fails a test of the rule: %s', async (_rule, each) => {
    const { numTotalTests, numFailedTests } = await testsWithout(each);

    expect(numTotalTests).toBeGreaterThan(0);
    expect(numFailedTests).toBeGreaterThan(0);
  });
});

interface Counts {
  readonly numTotalTests: number;
  readonly numFailedTests: number;
}

/** Runs the tests of a rule over the code without it. */
async function testsWithout({ rule, test, edits }: RuleInCode): Promise<Counts> {
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const config = join(__dirname, 'without-rule.config.js');
  const args = [jest, '--config', config, '--json', '--forceExit', '-i', '--testPathPatterns', `pipeline/rules/${test}`, '-t', `^${rule} `];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, WITHOUT_RULE_EDITS: JSON.stringify(edits) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  const json = output.split('\n').find((line) => line.startsWith('{'));
  if (json === undefined) throw new Error(`The tests of ${rule} did not run: ${errors.slice(-2_000)}`);
  const { numTotalTests, numPendingTests, numFailedTests } = JSON.parse(json) as Counts & { readonly numPendingTests: number };
  return { numTotalTests: numTotalTests - numPendingTests, numFailedTests };
}
