import type { ConnectorPorts } from '../connector-ports';
import { MAILBOX_PARTITIONS, type MailboxRow } from '../rows/mailbox-row';
import { recently } from './recently';

const LIFE_IN_MS = 5_000;

/** Every mailbox that ever was to get a copy. */
export function mailboxRows(ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<readonly MailboxRow[]> {
  return recently('mailboxes', LIFE_IN_MS, ports, async () => {
    const lists = await Promise.all(MAILBOX_PARTITIONS.map((partition) => rowsOf(partition, ports)));
    return lists.flat();
  });
}

async function rowsOf(partition: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<MailboxRow[]> {
  const rows: MailboxRow[] = [];
  for await (const { row } of ports.stores.mailboxes.list(partition)) rows.push(row);
  return rows;
}

/** Why a mailbox does not open at this moment, as far as the last run found out; '' when it does, or nobody has tried. */
export function parkedReason(row: MailboxRow, now: Date): string {
  if (row.parkedUntil === '' || row.parkedFor === '' || row.parkedUntil < now.toISOString()) return '';
  return (JSON.parse(row.parkedFor) as { reason?: string }).reason ?? '';
}

/** The reason of the last refusal, also when it is over: the mailbox was not seen to open since. */
export function lastRefusal(row: MailboxRow): string {
  if (row.parkedFor === '' || row.lastDeliveredAt > row.parkedAt) return '';
  return (JSON.parse(row.parkedFor) as { reason?: string }).reason ?? '';
}
