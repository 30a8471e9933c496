import type { Table } from '../../ports/table';
import { closedRuns } from '../admin/read-reports';
import type { ConnectorPorts } from '../connector-ports';
import { MailboxSession } from '../deliver/mailbox-session';
import { describeError } from '../describe-error';
import type { BatchRow } from '../rows/batch-row';
import type { DeliveryRow } from '../rows/delivery-row';
import type { Finding } from './finding';

/**
 * Compares every mailbox that ever got a copy with the ledger. A copy that the ledger knows and the mailbox does not hold was removed there:
 * the ledger has the receipt. A copy that the ledger does not know, or a second one, is named too.
 */
export async function verifyMailboxes(ports: ConnectorPorts, findings: Finding[]): Promise<number> {
  let copies = 0;
  for (const [mailboxId, address] of await deliveredMailboxes(ports)) copies += await verifyMailbox(mailboxId, address, ports, findings);
  return copies;
}

async function deliveredMailboxes(ports: ConnectorPorts): Promise<ReadonlyMap<string, string>> {
  const mailboxes = new Map<string, string>();
  for await (const { runId } of closedRuns(ports)) {
    for await (const { row } of (ports.stores.batches as Table<BatchRow>).list(runId, { from: 'b-', to: 'b~' }))
      mailboxes.set(row.mailboxId, row.address);
  }
  return mailboxes;
}

async function verifyMailbox(mailboxId: string, address: string, ports: ConnectorPorts, findings: Finding[]): Promise<number> {
  const expected = new Map<string, DeliveryRow>();
  for await (const { row } of ports.stores.deliveries.list(mailboxId)) if (row.state === 'imported') expected.set(row.key, row);
  if (expected.size === 0) return 0;
  const session = await MailboxSession.open(mailboxId, address, ports);
  if (session === undefined) {
    findings.push({ check: 'mailboxes', code: 'mailbox-busy', where: mailboxId, detail: 'a worker is at work on it; verify again later' });
    return 0;
  }
  try {
    const folder = await session.exchange.findFolder('archive');
    if (folder === undefined) {
      findings.push({
        check: 'mailboxes',
        code: 'missing-folder',
        where: mailboxId,
        detail: `the archive folder is gone; the ledger knows ${expected.size} copies`,
      });
      return 0;
    }
    return await compare(mailboxId, session.exchange.keys(folder.id), expected, findings);
  } catch (error) {
    findings.push({
      check: 'mailboxes',
      code: 'mailbox-unreadable',
      where: mailboxId,
      detail: `it could not be read (${String(describeError(error)['errorCode'])})`,
    });
    return 0;
  } finally {
    await session.close();
  }
}

async function compare(
  mailboxId: string,
  keys: ReturnType<MailboxSession['exchange']['keys']>,
  expected: Map<string, DeliveryRow>,
  findings: Finding[],
): Promise<number> {
  const seen = new Map<string, number>();
  for await (const { key, kind } of keys) if (kind === 'import') seen.set(key, (seen.get(key) ?? 0) + 1);
  for (const [key, row] of expected)
    if (!seen.has(key))
      findings.push({
        check: 'mailboxes',
        code: 'missing-copy',
        where: mailboxId,
        detail: `copy of item ${row.itemId.slice(0, 16)} was delivered ${row.decidedAt} and is not in the archive folder any more`,
      });
  for (const [key, count] of seen) {
    if (!expected.has(key))
      findings.push({
        check: 'mailboxes',
        code: 'unknown-copy',
        where: mailboxId,
        detail: `copy with key ${key.slice(0, 16)} is not in the ledger`,
      });
    else if (count > 1)
      findings.push({
        check: 'mailboxes',
        code: 'repeated-copy',
        where: mailboxId,
        detail: `${count} copies carry the key ${key.slice(0, 16)}`,
      });
  }
  return [...seen.values()].reduce((sum, count) => sum + count, 0);
}
