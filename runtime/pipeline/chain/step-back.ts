import type { ConnectorPorts } from '../connector-ports';
import { closedRunKey, type RunIndexRow } from '../rows/run-row';
import { updateRun } from '../runs/read-run';
import { chainHead, headOf } from './chain-head';
import { linkAt } from './links';

/** After a storage was killed: a run whose report is not there is closed once more, and the head goes back to the last link that is there. */
export async function stepBackToReports(ports: Pick<ConnectorPorts, 'stores' | 'log'>): Promise<void> {
  const { runs } = ports.stores;
  const from = (await chainHead(ports))?.sequence ?? 0;
  let sequence = from;
  for (; sequence > 0 && (await linkAt(sequence, ports)) === undefined; sequence -= 1) {
    const key = closedRunKey(sequence);
    const closed = (await runs.get('closed', key))?.row as RunIndexRow | undefined;
    if (closed === undefined) continue;
    await runs.upsert({ partition: 'open', key: closed.runId, v: 1, runId: closed.runId, summary: '' });
    await updateRun(ports.stores, closed.runId, (run) => ({ ...run, state: 'closing' }));
    await runs.remove({ partition: 'closed', key });
    ports.log.warn('Report was lost; its run is closed again', { runId: closed.runId });
  }
  if (sequence === from) return;
  const link = await linkAt(sequence, ports);
  if (link === undefined) await runs.remove({ partition: 'chain', key: 'head' });
  else await runs.upsert(await headOf(link, ports));
}
