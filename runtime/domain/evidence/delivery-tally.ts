import { type DeliveryOutcome, parseDeliveryLine } from './delivery-line';
import { LineSplitter } from './json-lines';
import type { ReportCounts } from './report';

const COUNT_OF_OUTCOME: Readonly<Record<DeliveryOutcome, 'imported' | 'importedInPart' | 'skippedAsDuplicate' | 'held' | 'failed'>> = {
  imported: 'imported',
  'imported-in-part': 'importedInPart',
  'skipped-as-duplicate': 'skippedAsDuplicate',
  held: 'held',
  failed: 'failed',
};

/** Every delivery with one of these outcomes went through a batch, so it has a line of its own. */
const EXACT = new Set<string>(['imported', 'importedInPart', 'failed']);

/**
 * Counts the outcomes in `deliveries.jsonl` while its bytes pass, to compare them with the report.
 *
 * Duplicates inside a package and deliveries of a rejected package never become a batch: the report counts them, the file need not list them.
 */
export class DeliveryTally {
  private readonly splitter = new LineSplitter();
  private readonly counts = { imported: 0, importedInPart: 0, skippedAsDuplicate: 0, held: 0, failed: 0 };
  private unreadable = 0;

  add(chunk: Buffer): void {
    try {
      for (const line of this.splitter.push(chunk)) this.take(line);
    } catch {
      this.unreadable += 1;
    }
  }

  end(): void {
    const last = this.splitter.end();
    if (last !== '') this.take(last);
  }

  /** Sentences; none when the file lists what the report says. */
  differencesFrom(report: ReportCounts): string[] {
    const sums = Object.entries(this.counts) as [keyof typeof this.counts, number][];
    const differences = sums
      .filter(([name, found]) => (EXACT.has(name) ? report[name] !== found : report[name] < found))
      .map(([name, found]) => `Deliveries ${name}: the report says ${report[name]}, deliveries.jsonl lists ${found}`);
    return this.unreadable === 0 ? differences : [...differences, `deliveries.jsonl has ${this.unreadable} lines that cannot be read`];
  }

  private take(text: string): void {
    const line = parseDeliveryLine(text);
    if (line === undefined) this.unreadable += 1;
    else this.counts[COUNT_OF_OUTCOME[line.outcome]] += 1;
  }
}
