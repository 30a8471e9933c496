import type { ConnectorPorts } from '../connector-ports';
import { updateRun } from './read-run';
import { sendAgain } from './send-again';

/** Everything of an open run that has no outcome is queued again. `isRecovery`: it looks before it creates from now on. */
export async function goOnWithRun(runId: string, isRecovery: boolean, ports: ConnectorPorts): Promise<void> {
  const run = await updateRun(ports.stores, runId, (row) =>
    row.state !== 'open' || (row.stopped === '' && !isRecovery)
      ? undefined
      : { ...row, stopped: '', stoppedAt: '', looksFirst: row.looksFirst || isRecovery },
  );
  if (run === undefined) return ports.stores.runs.remove({ partition: 'open', key: runId });
  if (run.state === 'open') await sendAgain(run, ports);
  else await ports.stores.queues.send('settle', { v: 1, runId });
}
