import { parseDeliveryLine } from '../../domain/evidence/delivery-line';
import { jsonLines } from '../../domain/evidence/json-lines';
import type { ConnectorPorts } from '../connector-ports';
import { MAILBOX_PARTITIONS } from '../rows/mailbox-row';
import type { Finding } from './finding';
import { namedDelivery } from './ledger-differences';

/** Rows that say imported, counted against the lines of each run's report; only where the counts differ the rows themselves are looked up. */
export class UnaccountedRows {
  private readonly runs = new Map<string, { readonly file: string; readonly lines: number; rows: number }>();

  constructor(private readonly ports: Pick<ConnectorPorts, 'stores'>) {}

  /** A closed run whose report has so many lines of imported deliveries. */
  expect(runId: string, file: string, lines: number): void {
    this.runs.set(runId, { file, lines, rows: 0 });
  }

  async find(): Promise<readonly Finding[]> {
    for await (const { runId } of this.importedRows()) {
      const run = this.runs.get(runId);
      if (run !== undefined) run.rows += 1;
    }
    const findings: Finding[] = [];
    for (const [runId, { file, lines, rows }] of this.runs) if (rows > lines) findings.push(...(await this.name(runId, file)));
    return findings;
  }

  private async name(runId: string, file: string): Promise<readonly Finding[]> {
    const accounted = new Set<string>();
    for await (const text of jsonLines(this.ports.stores.reports.stream(file))) {
      const line = parseDeliveryLine(text);
      if (line?.outcome === 'imported') accounted.add(`${line.mailboxId}/${line.importKey}`);
    }
    const findings: Finding[] = [];
    for await (const row of this.importedRows())
      if (row.runId === runId && !accounted.has(`${row.mailboxId}/${row.importKey}`)) {
        const detail = `${namedDelivery(row.importKey, row.mailboxId)} is imported in the ledger, and the report does not know it`;
        findings.push({ check: 'ledger', code: 'unknown-row', where: file, detail });
      }
    return findings;
  }

  private async *importedRows(): AsyncGenerator<{ mailboxId: string; importKey: string; runId: string }> {
    const { mailboxes, deliveries } = this.ports.stores;
    for (const partition of MAILBOX_PARTITIONS)
      for await (const { row: mailbox } of mailboxes.list(partition))
        for await (const { row } of deliveries.list(mailbox.key))
          if (row.state === 'imported') yield { mailboxId: row.partition, importKey: row.key, runId: row.runId };
  }
}
