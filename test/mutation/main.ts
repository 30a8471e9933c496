/**
 * `npm run test:mutation [-- [--group <group>]... [--changed] [--concurrency <n>]]`: changes the code of a group in one place at a time and runs
 * the group's tests, which must notice. Prints every change that nobody noticed and a row a group, and writes docs/mutation-testing.md.
 *
 * Node strips the types of this file and reads it as CommonJS, hence `require`.
 */
const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const { parseArgs } = require('node:util') as typeof import('node:util');
const { EQUIVALENT_MUTANTS } = require('./equivalent-mutants.ts') as typeof import('./equivalent-mutants');
const { readFigures, survivorsOf, withFiles } = require('./figures.ts') as typeof import('./figures');
const { GROUPS } = require('./groups.ts') as typeof import('./groups');
const { mutationPage } = require('./page.ts') as typeof import('./page');
const { strykerSettings } = require('./stryker-settings.ts') as typeof import('./stryker-settings');

type Measured = import('./page').Measured;

const ROOT = path.join(__dirname, '../..');
const FOLDER = path.join(ROOT, 'dist/mutation');
const PAGE = path.join(ROOT, 'docs/mutation-testing.md');

/** Undefined when the tests fail on unchanged code, or the tool does. */
function measure(name: string, isChangedOnly: boolean, concurrency: string): Measured | undefined {
  const group = GROUPS[name];
  if (group === undefined) throw new Error(`There is no group "${name}"; groups: ${Object.keys(GROUPS).join(', ')}`);
  const report = path.join(FOLDER, `${name}.json`);
  const settings = path.join(FOLDER, `${name}.conf.json`);
  const files = { report, incremental: path.join(FOLDER, `${name}.incremental.json`) };
  fs.writeFileSync(settings, JSON.stringify(strykerSettings(group, files)));
  const isWhole = !isChangedOnly || !fs.existsSync(files.incremental);
  const begun = Date.now();
  const words = ['run', settings, '--concurrency', concurrency, ...(isChangedOnly ? [] : ['--force'])];
  const env = { ...process.env, MUTATION_GROUP: name };
  const { status } = spawnSync(path.join(ROOT, 'node_modules/.bin/stryker'), words, { cwd: ROOT, env, stdio: ['ignore', 2, 2] });
  if (status !== 0) return undefined;
  const mutated = fs.globSync(group.mutate, { cwd: ROOT }).sort();
  const results = withFiles(JSON.parse(fs.readFileSync(report, 'utf8')), mutated);
  return {
    name,
    day: new Date(begun).toISOString().slice(0, 10),
    minutes: isWhole ? (Date.now() - begun) / 60_000 : undefined,
    goal: group.score,
    mutated,
    figures: readFigures(results),
    survivors: survivorsOf(results),
  };
}

function print({ name, figures, survivors }: Measured): void {
  for (const { file, at, change } of survivors) process.stdout.write(`${file}:${at} ${change}\n`);
  const { mutants, killed, timeout, survived, score } = figures;
  process.stdout.write(`${name}: ${mutants} mutants, ${killed} killed, ${timeout} timeout, ${survived} survived: ${score.toFixed(1)} %\n`);
}

/** An explanation of a change that is noticed now, or that stands nowhere any more, must go. */
function hasStaleExplanations({ mutated, survivors }: Measured): boolean {
  const stale = EQUIVALENT_MUTANTS.filter(({ file }) => mutated.includes(file)).flatMap(({ file, changes }) =>
    changes
      .filter((change) => !survivors.some((survivor) => survivor.file === file && survivor.change === change))
      .map((change) => `${file} ${change}`),
  );
  for (const each of stale) process.stdout.write(`equivalent-mutants.ts explains what does not survive: ${each}\n`);
  return stale.length > 0;
}

function main(): boolean {
  const { values } = parseArgs({
    options: {
      group: { type: 'string', multiple: true, default: Object.keys(GROUPS) },
      changed: { type: 'boolean', default: false },
      concurrency: { type: 'string', default: '1' },
    },
  });
  fs.mkdirSync(FOLDER, { recursive: true });
  const results = values.group.map((name) => {
    const measured = measure(name, values.changed, values.concurrency);
    if (measured === undefined) return false;
    print(measured);
    const before = fs.existsSync(PAGE) ? fs.readFileSync(PAGE, 'utf8') : '';
    fs.writeFileSync(PAGE, mutationPage(before, Object.keys(GROUPS), measured, EQUIVALENT_MUTANTS));
    return measured.figures.score >= measured.goal && !hasStaleExplanations(measured);
  });
  return results.every(Boolean);
}

process.exitCode = main() ? 0 : 1;
