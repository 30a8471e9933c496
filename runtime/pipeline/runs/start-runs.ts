import { openRun } from '../collect/open-run';
import type { ConnectorPorts } from '../connector-ports';
import { recoverStore } from '../rebuild/recover-store';
import type { RunRow } from '../rows/run-row';
import { goOnWithRun } from './go-on-with-run';
import { openRunIds } from './read-run';

export interface StartRequest {
  /** The store was not ended cleanly: nothing that cannot be read back is trusted. */
  readonly isRecovery: boolean;
}

const LEASE_NAMES = ['mailbox-', 'source-', 'settle'];

/**
 * A local start first goes on with open runs, a stopped one included, and then opens its own, which also tries again what is held. No other
 * worker can be at work on this store, so leases of dead ones are broken. Answers the start's own run.
 */
export async function startRuns({ isRecovery }: StartRequest, ports: ConnectorPorts): Promise<RunRow> {
  await breakLeases(ports);
  if (isRecovery) await recoverStore(ports);
  for (const runId of await openRunIds(ports.stores)) await goOnWithRun(runId, isRecovery, ports);
  return openRun({ trigger: 'local', by: 'local', replays: 'all', looksFirst: isRecovery }, ports);
}

async function breakLeases(ports: ConnectorPorts): Promise<void> {
  for await (const { name } of ports.stores.state.list()) {
    if (LEASE_NAMES.some((start) => name.startsWith(start))) await ports.stores.leases.breakLease(name);
  }
}
