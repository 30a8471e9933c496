import { globSync } from 'node:fs';
import { join } from 'node:path';
import { GROUPS } from './groups';

const ROOT = join(__dirname, '../..');
const { tests = [] } = GROUPS[process.env['MUTATION_GROUP'] ?? ''] ?? {};
const isLeftOut = (pattern: string): boolean => pattern.startsWith('!');
const filesOf = (patterns: readonly string[]): string[] => patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT }).sort());
const leftOut = filesOf(tests.filter(isLeftOut).map((pattern) => pattern.slice(1)));
const files = filesOf(tests.filter((pattern) => !isLeftOut(pattern))).filter((file) => !leftOut.includes(file));

// All in one file of tests: jest would load the code under test again for each of them, which takes longer than the tests do.
for (const file of new Set(files)) require(join(ROOT, file));
