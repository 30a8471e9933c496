import type { ConnectorPorts } from '../connector-ports';

/** Entries that wait, and deliveries that failed and that someone must look at; the second are no part of the balance of a report. */
export const NOT_IMPORTED_PARTITIONS = ['open', 'failed'] as const;

/** Everything of the store that is not imported yet, by reason (`failed` for failed deliveries): what the exit code and the summary count. */
export async function openHeldByReason(ports: Pick<ConnectorPorts, 'stores'>): Promise<ReadonlyMap<string, number>> {
  const byReason = new Map<string, number>();
  for (const partition of NOT_IMPORTED_PARTITIONS)
    for await (const { row } of ports.stores.held.list(partition)) byReason.set(row.reason, (byReason.get(row.reason) ?? 0) + 1);
  return byReason;
}
