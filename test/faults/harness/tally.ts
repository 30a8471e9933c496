/** What a suite did, for people: counted while it runs, printed at its end. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private readonly since = performance.now();

  constructor(private readonly suite: string) {}

  add(what: string, count = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + count);
  }

  get(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** Past jest's own output, which would put a stack trace beside each line. */
  print(...lines: readonly string[]): void {
    const seconds = ((performance.now() - this.since) / 1_000).toFixed(0);
    const counts = [...this.counts].map(([what, count]) => `${count} ${what}`).join(', ');
    process.stdout.write(`${[`${this.suite}: ${counts}; ${seconds} s`, ...lines].join('\n')}\n`);
  }
}
