import { type DeliveryLine, parseDeliveryLine } from '../../domain/evidence/delivery-line';
import { jsonLines } from '../../domain/evidence/json-lines';
import { closedRuns } from '../admin/read-reports';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import type { PackageRow } from '../rows/package-row';
import type { Finding } from './finding';
import { differencesOf, namedDelivery } from './ledger-differences';
import { UnaccountedRows } from './unaccounted-rows';

const READS_AT_ONCE = 16;
const LINES_AT_ONCE = 1_000;

/**
 * Both ways: every delivery of a report stands in the ledger, an imported one word for word; and the ledger says imported of nothing that no
 * report has accounted for, because such a row would keep an item from being imported. Memory is flat: a thousand lines at a time.
 */
export async function verifyLedger(ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<number> {
  const comparison = new LedgerComparison(ports, findings);
  const unaccounted = new UnaccountedRows(ports);
  let deliveries = 0;
  for await (const { runId } of closedRuns(ports)) {
    const name = `${runId}/deliveries.jsonl`;
    if ((await ports.stores.reports.properties(name)) === undefined) continue;
    const imported = await comparison.compareRun(runId, name);
    unaccounted.expect(runId, name, imported);
    deliveries += imported;
  }
  findings.push(...(await unaccounted.find()));
  return deliveries;
}

class LedgerComparison {
  private readonly packageHashes = new Map<string, string>();

  constructor(
    private readonly ports: Pick<ConnectorPorts, 'stores'>,
    private readonly findings: Finding[],
  ) {}

  /** Answers how many deliveries the file says were imported. */
  async compareRun(runId: string, name: string): Promise<number> {
    let imported = 0;
    let lines: DeliveryLine[] = [];
    const flush = async (): Promise<void> => {
      await atOnce(READS_AT_ONCE, lines, (line) => this.compareLine(line, runId, name));
      lines = [];
    };
    for await (const text of jsonLines(this.ports.stores.reports.stream(name))) {
      const line = parseDeliveryLine(text);
      if (line === undefined)
        this.findings.push({ check: 'ledger', code: 'unreadable-line', where: name, detail: 'a line is no delivery' });
      else lines.push(line);
      if (line?.outcome === 'imported') imported += 1;
      if (lines.length === LINES_AT_ONCE) await flush();
    }
    await flush();
    return imported;
  }

  private async compareLine(line: DeliveryLine, runId: string, where: string): Promise<void> {
    const row = (await this.ports.stores.deliveries.get(line.mailboxId, line.importKey))?.row;
    const named = namedDelivery(line.importKey, line.mailboxId);
    if (row === undefined) {
      const detail = `${named} is not in the ledger; signal-archive rebuild makes it again`;
      this.findings.push({ check: 'ledger', code: 'missing-row', where, detail });
      return;
    }
    if (line.outcome !== 'imported') return;
    const packageSha256 = await this.hashOfPackage(row.packageRun, row.packageId);
    for (const { code, what } of differencesOf(line, row, runId, packageSha256))
      this.findings.push({ check: 'ledger', code, where, detail: `${named} ${what} in the ledger` });
  }

  private async hashOfPackage(run: string, packageId: string): Promise<string> {
    const name = `${run}/${packageId}`;
    const known = this.packageHashes.get(name);
    if (known !== undefined) return known;
    const row = (await this.ports.stores.packageRows.get(run, packageId))?.row as PackageRow | undefined;
    this.packageHashes.set(name, row?.sha256 ?? '');
    return row?.sha256 ?? '';
  }
}
