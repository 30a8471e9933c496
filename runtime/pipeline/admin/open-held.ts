import type { ConnectorPorts } from '../connector-ports';

/** Every open held entry of the store by reason: what the exit code and the summary count. */
export async function openHeldByReason(ports: Pick<ConnectorPorts, 'stores'>): Promise<ReadonlyMap<string, number>> {
  const byReason = new Map<string, number>();
  for await (const { row } of ports.stores.held.list('open')) byReason.set(row.reason, (byReason.get(row.reason) ?? 0) + 1);
  return byReason;
}
