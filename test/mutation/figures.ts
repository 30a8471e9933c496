/** What is read of a report in the mutation testing schema. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'RuntimeError' | 'CompileError' | 'Ignored' | 'Pending';
  readonly location: { readonly start: Place; readonly end: Place };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Figures {
  readonly files: number;
  /** `killed`, `timeout` and `survived`. What breaks the test runner itself (`RuntimeError`) counts nowhere, as in StrykerJS's own score. */
  readonly mutants: number;
  readonly killed: number;
  /** It never ended. */
  readonly timeout: number;
  /** No test noticed, or none ran the place. */
  readonly survived: number;
  /** Left out by the settings: log lines. */
  readonly ignored: number;
  /** Percent. */
  readonly score: number;
}

export interface Survivor {
  readonly file: string;
  /** `line:column` */
  readonly at: string;
  readonly change: string;
}

const SURVIVED: readonly Mutant['status'][] = ['Survived', 'NoCoverage'];

/** Without files that were once part of the group: results of earlier runs are kept with them. */
export function withFiles(report: Report, files: readonly string[]): Report {
  return { files: Object.fromEntries(Object.entries(report.files).filter(([file]) => files.includes(file))) };
}

export function readFigures(report: Report): Figures {
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: readonly Mutant['status'][]): number => statuses.filter((status) => wanted.includes(status)).length;
  const [killed, timeout, survived] = [count('Killed'), count('Timeout'), count(...SURVIVED)];
  const mutants = killed + timeout + survived;
  return {
    files: Object.keys(report.files).length,
    mutants,
    killed,
    timeout,
    survived,
    ignored: count('Ignored'),
    score: mutants === 0 ? 0 : (100 * (killed + timeout)) / mutants,
  };
}

/** Every change that nobody noticed: what stood there, and what stood there instead. */
export function survivorsOf(report: Report): Survivor[] {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => SURVIVED.includes(status))
      .map(({ location, replacement }) => ({
        file,
        at: `${location.start.line}:${location.start.column}`,
        change: `${cut(textAt(source, location))} -> ${cut(replacement)}`,
      })),
  );
}

function textAt(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}

const SHOWN_LETTERS = 80;
const cut = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHOWN_LETTERS ? `${line.slice(0, SHOWN_LETTERS)}...` : line;
};
