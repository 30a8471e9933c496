import type { ConnectorPorts } from '../connector-ports';

/** When this process last asked for a settle of a run, so that many endings at once ask only once. */
const askedAt = new WeakMap<object, Map<string, number>>();

/**
 * Asks for a settle of this run soon. The queue message waits `settleDelayInSeconds`, so that it sees everything that ends meanwhile; until
 * it is due this process asks no second time. The timer covers what a crash loses.
 */
export async function sendSettle(runId: string, ports: Pick<ConnectorPorts, 'stores' | 'clock' | 'options'>): Promise<void> {
  const asked = askedAt.get(ports.stores) ?? new Map<string, number>();
  askedAt.set(ports.stores, asked);
  const now = ports.clock.now().getTime();
  const delay = ports.options.settleDelayInSeconds;
  if (now - (asked.get(runId) ?? Number.NEGATIVE_INFINITY) < delay * 1000) return;
  asked.set(runId, now);
  try {
    await ports.stores.queues.send('settle', { v: 1, runId }, delay);
  } catch (error) {
    asked.delete(runId);
    throw error;
  }
}
