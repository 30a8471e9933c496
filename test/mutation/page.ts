import type { EquivalentMutants } from './equivalent-mutants';
import type { Figures, Survivor } from './figures';

/** One group as it was measured. */
export interface Measured {
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Of a whole run; undefined when only what had changed was tried. */
  readonly minutes: number | undefined;
  /** Percent that the group must reach. */
  readonly goal: number;
  readonly mutated: readonly string[];
  readonly figures: Figures;
  readonly survivors: readonly Survivor[];
}

const INTRODUCTION = `# Mutation testing

\`npm run test:mutation\` changes the code in one place at a time (StrykerJS 9) and runs the tests of that code: one of them must fail.
A change that no test notices *survives*. The score of a group is the share of changes that are noticed.
The command ends with exit code 1 when a group misses its goal. It writes this page.

- \`-- --group routing\` tries one group; the rows of the others stay.
- \`-- --changed\` tries again what changed since the last run, and what survived where tests were added; it takes the rest over. The minutes are those of the last whole run.
- The groups, their files, tests and goals: [groups.ts](../test/mutation/groups.ts).

**What is left out.** Calls of \`log.info\`, \`log.warn\` and \`log.error\` with all they hand over (column *ignored*).
Another test compares each message at WARN or above with [operations.md](operations.md), and no import depends on one.
The table of problems of a mapping file (\`mapping-problems.ts\`) is left out as a file: it holds texts only, and a test compares them word for word with [problem-codes.md](problem-codes.md).
Nothing else is left out: texts of errors, regular expressions and other tables count.

**What counts as noticed.** *Killed*: a test fails. *Timeout*: the changed code never ends, on a time limit of 8 s beside one and a half times what the tests need.
The tests of a group run up to the first that fails. A change with which they cannot even be loaded counts nowhere.
`;

const HEAD = `| group | day | files | mutants | killed | timeout | survived | ignored | score | goal | minutes |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
`;

const SURVIVORS = `## What survives

Each line: the place, what stood there, and what stood there instead. An explanation says why no test can notice it, or who else does.
Without one it is a change that a test could notice, and none of the group's tests does.
`;

/** The page with the row and the survivors of the group measured now; those of other groups as `before` has them. */
export function mutationPage(before: string, order: readonly string[], measured: Measured, known: readonly EquivalentMutants[]): string {
  const minutes = measured.minutes?.toFixed(0) ?? partsOf(before, measured.name).row.split('|').at(-2)?.trim() ?? '';
  const now = { row: rowOf(measured, minutes), section: sectionOf(measured, known) };
  const parts = order.map((name) => (name === measured.name ? now : partsOf(before, name)));
  return `${INTRODUCTION}\n${HEAD}${parts.map(({ row }) => row).join('')}\n${SURVIVORS}\n${parts.flatMap(({ section }) => (section === '' ? [] : [section])).join('\n')}`;
}

function rowOf({ name, day, goal, figures }: Measured, minutes: string): string {
  const { files, mutants, killed, timeout, survived, ignored, score } = figures;
  const cells = [name, day, files, mutants, killed, timeout, survived, ignored, `${score.toFixed(1)} %`, `${goal} %`, minutes];
  return `| ${cells.join(' | ')} |\n`;
}

function sectionOf({ name, mutated, survivors }: Measured, known: readonly EquivalentMutants[]): string {
  const files = mutated.map((file) => `\`${file}\``).join(', ');
  const lines = survivors.map(({ file, at, change }) => {
    const why = known.find((each) => each.file === file && each.changes.includes(change))?.why;
    return `- \`${file}:${at}\` ${codeOf(change)}${why === undefined ? '' : `: ${why}`}\n`;
  });
  return `### ${name}\n\nFiles: ${files}.\n\n${lines.length === 0 ? 'Nothing survives.\n' : lines.join('')}`;
}

/** Code that may hold backticks itself; a bracket before another one would be read as a link. */
const codeOf = (text: string): string => `\`\` ${text.replaceAll('](', '] (')} \`\``;

function partsOf(page: string, name: string): { row: string; section: string } {
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`));
  const section = page.split(/^(?=### )/m).find((part) => part.startsWith(`### ${name}\n`));
  return { row: row === undefined ? '' : `${row}\n`, section: section === undefined ? '' : `${section.trimEnd()}\n` };
}
