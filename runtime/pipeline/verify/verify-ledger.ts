import { type DeliveryLine, parseDeliveryLine } from '../../domain/evidence/delivery-line';
import { jsonLines } from '../../domain/evidence/json-lines';
import { closedRuns } from '../admin/read-reports';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import type { Finding } from './finding';

const READS_AT_ONCE = 16;
const LINES_AT_ONCE = 1_000;

/** Every delivery that a report counts as imported must stand in the ledger with the copy that the report names. */
export async function verifyLedger(ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<number> {
  let deliveries = 0;
  for await (const { runId } of closedRuns(ports)) {
    const name = `${runId}/deliveries.jsonl`;
    if ((await ports.stores.reports.properties(name)) === undefined) continue;
    let lines: DeliveryLine[] = [];
    const flush = async (): Promise<void> => {
      await atOnce(READS_AT_ONCE, lines, (line) => verifyLine(line, name, ports, findings));
      deliveries += lines.length;
      lines = [];
    };
    for await (const text of jsonLines(ports.stores.reports.stream(name))) {
      const line = parseDeliveryLine(text);
      if (line === undefined) findings.push({ check: 'ledger', code: 'unreadable-line', where: name, detail: 'a line is no delivery' });
      else if (line.outcome === 'imported') lines.push(line);
      if (lines.length === LINES_AT_ONCE) await flush();
    }
    await flush();
  }
  return deliveries;
}

async function verifyLine(line: DeliveryLine, where: string, ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<void> {
  const row = (await ports.stores.deliveries.get(line.mailboxId, line.importKey))?.row;
  const named = `delivery ${line.importKey.slice(0, 16)} of mailbox ${line.mailboxId}`;
  if (row === undefined)
    findings.push({
      check: 'ledger',
      code: 'missing-row',
      where,
      detail: `${named} is not in the ledger; signal-archive rebuild makes it again`,
    });
  else if (row.state !== 'imported')
    findings.push({ check: 'ledger', code: 'other-outcome', where, detail: `${named} is ${row.state} in the ledger` });
  else if (row.exchangeId !== line.exchangeId || row.itemId !== line.itemId)
    findings.push({ check: 'ledger', code: 'other-copy', where, detail: `${named} names another copy or item in the ledger` });
}
