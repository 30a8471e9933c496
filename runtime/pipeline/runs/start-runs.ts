import { openRun } from '../collect/open-run';
import type { ConnectorPorts } from '../connector-ports';
import type { RunRow } from '../rows/run-row';
import { openRunIds, updateRun } from './read-run';
import { sendAgain } from './send-again';

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
  for (const runId of await openRunIds(ports.stores)) await goOn(runId, isRecovery, ports);
  return openRun({ trigger: 'local', by: 'local', replays: 'all', looksFirst: isRecovery }, ports);
}

async function breakLeases(ports: ConnectorPorts): Promise<void> {
  for await (const { name } of ports.stores.state.list()) {
    if (LEASE_NAMES.some((start) => name.startsWith(start))) await ports.stores.leases.breakLease(name);
  }
}

async function goOn(runId: string, isRecovery: boolean, ports: ConnectorPorts): Promise<void> {
  const run = await updateRun(ports.stores, runId, (row) =>
    row.state !== 'open' || (row.stopped === '' && !isRecovery)
      ? undefined
      : { ...row, stopped: '', stoppedAt: '', looksFirst: row.looksFirst || isRecovery },
  );
  if (run === undefined) return ports.stores.runs.remove({ partition: 'open', key: runId });
  if (run.state === 'open') await sendAgain(run, ports);
  else await ports.stores.queues.send('settle', { v: 1, runId });
}
