import type { TextOutput } from './text-output';

export interface ShownProgress {
  readonly phase: string;
  readonly done: number;
  readonly all: number;
}

const BAR_WIDTH = 28;
const LINE_EVERY_MS = 2_000;

/** Progress while a run works: a bar on a terminal, a line now and then otherwise. */
export class ProgressView {
  private shown = '';
  private shownAt = 0;

  constructor(private readonly output: TextOutput) {}

  show(progress: ShownProgress, now = Date.now()): void {
    const text = this.output.isTerminal ? bar(progress) : line(progress);
    if (text === this.shown) return;
    if (this.output.isTerminal) process.stdout.write(`\r${text}\u001b[K`);
    else if (now - this.shownAt < LINE_EVERY_MS) return;
    else this.output.err(text);
    this.shown = text;
    this.shownAt = now;
  }

  /** Leaves the line free for what comes next. */
  end(): void {
    if (this.output.isTerminal && this.shown !== '') process.stdout.write('\r\u001b[K');
    this.shown = '';
  }
}

function bar({ phase, done, all }: ShownProgress): string {
  const filled = all === 0 ? 0 : Math.round((done / all) * BAR_WIDTH);
  return `${phase.padEnd(12)} [${'='.repeat(filled)}${' '.repeat(BAR_WIDTH - filled)}] ${line({ phase: '', done, all })}`;
}

function line({ phase, done, all }: ShownProgress): string {
  const text = all === 0 ? '' : `${done.toLocaleString('en')} of ${all.toLocaleString('en')} deliveries`;
  return phase === '' ? text : `${phase}${text === '' ? '' : `: ${text}`}`;
}
