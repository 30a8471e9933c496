import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import { lastReport } from '../chain/chain-head';
import { publishedDecision } from '../chain/published-decision';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { type ChainClosingRow, closedRunKey, type RunRow } from '../rows/run-row';
import { openRunIds, readRun, updateRun } from '../runs/read-run';
import type { ClosingDecision } from './closing-decision';
import { decidePage, decideReport } from './decide-report';
import { deleteWork } from './delete-work';
import { holdLeftovers } from './hold-leftovers';
import { type PublishedReport, publishReport } from './publish-report';

const MAX_ROUNDS = 10;

/**
 * Closes a run that is marked `closing`: leftovers become held, the report is decided once, then its files, its link of the chain and the
 * mark `closed`. Every step may be repeated, by whomever and by two at once; a closed run is never opened again.
 */
export async function closeRun(run: RunRow, ports: ConnectorPorts, handling: Handling): Promise<void> {
  if (!(await holdLeftovers(run, ports, handling))) return closeLater(run.partition, ports);
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    if (ports.clock.now() > handling.deadline) return closeLater(run.partition, ports);
    const decided = await decisionFor(run, ports);
    if (decided === 'closed' || (decided !== 'again' && (await publish(run, decided, ports)))) return;
  }
  return closeLater(run.partition, ports);
}

const closeLater = (runId: string, ports: ConnectorPorts): Promise<void> =>
  ports.stores.queues.send('settle', { v: 1, runId }, Math.max(1, ports.options.settleDelayInSeconds));

interface Decided {
  readonly decision: ClosingDecision;
  /** The row that says so, and its ETag, to decide anew when the drafts are gone; undefined for a report that is there already. */
  readonly stored: Stored<ChainClosingRow> | undefined;
}

/**
 * The decision that stands for this run; made now when there is none. Only one is on its way into the chain: another run's is brought to its end
 * first, because its place in the chain is taken.
 */
async function decisionFor(run: RunRow, ports: ConnectorPorts): Promise<Decided | 'closed' | 'again'> {
  const pending = (await ports.stores.runs.get('chain', 'closing')) as Stored<ChainClosingRow> | undefined;
  if (pending !== undefined && pending.row.runId !== run.partition) await endOther(pending, ports);
  const current = (await readRun(ports.stores, run.partition))?.row;
  if (current === undefined || current.state === 'closed') return 'closed';
  if (pending?.row.runId === run.partition) return { decision: JSON.parse(pending.row.decision) as ClosingDecision, stored: pending };
  const published = await publishedAlready(run, ports);
  if (published !== undefined) return { decision: published, stored: undefined };
  return (await endPublished(run.partition, ports)) ? 'again' : decideNow(run, pending?.etag, ports);
}

async function publishedAlready(run: RunRow, ports: ConnectorPorts): Promise<ClosingDecision | undefined> {
  const decision = await publishedDecision(run.partition, ports);
  return decision?.htmlSha256 === '' ? decidePage(run, decision, ports) : decision;
}

/** A report of another open run that is there and stands nowhere in the chain follows the last one: its place is taken too. */
async function endPublished(runId: string, ports: ConnectorPorts): Promise<boolean> {
  for (const id of await openRunIds(ports.stores)) {
    const other = id === runId ? undefined : (await readRun(ports.stores, id))?.row;
    const decision = other === undefined || other.state === 'closed' ? undefined : await publishedAlready(other, ports);
    if (other !== undefined && decision !== undefined) return publish(other, { decision, stored: undefined }, ports);
  }
  return false;
}

async function endOther(pending: Stored<ChainClosingRow>, ports: ConnectorPorts): Promise<void> {
  const other = (await readRun(ports.stores, pending.row.runId))?.row;
  if (other === undefined || other.state === 'closed') return;
  await publish(other, { decision: JSON.parse(pending.row.decision) as ClosingDecision, stored: pending }, ports);
}

/** Of two who decide at once one is first; the other takes over what was decided. */
async function decideNow(run: RunRow, etag: string | undefined, ports: ConnectorPorts): Promise<Decided | 'again'> {
  const decision = await decideReport(run, await lastReport(ports), ports);
  const row: ChainClosingRow = {
    partition: 'chain',
    key: 'closing',
    v: 1,
    runId: run.partition,
    sequence: decision.sequence,
    decision: JSON.stringify(decision),
  };
  try {
    const { runs } = ports.stores;
    return { decision, stored: { row, etag: etag === undefined ? await runs.insert(row) : await runs.replace(row, etag) } };
  } catch (error) {
    if (error instanceof RowExistsError || error instanceof RowChangedError) return 'again';
    throw error;
  }
}

/** False when the drafts are gone before anything was published: it is decided anew. */
async function publish(run: RunRow, { decision, stored }: Decided, ports: ConnectorPorts): Promise<boolean> {
  const published = await publishReport(run, decision, ports);
  if (published === 'undecided') {
    await forget(stored, ports);
    return false;
  }
  await markClosed(run, published, ports);
  await deleteWork(run.partition, ports);
  const { state, imported, held, failed, reconciled } = published;
  ports.log.info('Run closed', { runId: run.partition, state, imported, held, failed, reconciled });
  return true;
}

async function forget(stored: Stored<ChainClosingRow> | undefined, ports: ConnectorPorts): Promise<void> {
  if (stored === undefined) return;
  const { row, etag } = stored;
  ports.log.error('Drafts of a report are gone; it is decided anew', { runId: row.runId });
  try {
    await ports.stores.runs.remove(row, etag);
  } catch (error) {
    if (!(error instanceof RowChangedError)) throw error;
  }
}

/** What lists runs and what sweeps them up reads the index rows; they stand before the run says closed, which ends all that looks after it. */
async function markClosed(run: RunRow, { sequence, text }: PublishedReport, ports: ConnectorPorts): Promise<void> {
  const { runs } = ports.stores;
  const runId = run.partition;
  await runs.upsert({ partition: 'closed', key: closedRunKey(sequence), v: 1, runId, summary: text });
  await runs.upsert({ partition: 'sweep', key: runId, v: 1, runId, summary: '' });
  await updateRun(ports.stores, runId, (row) => (row.state === 'closed' ? undefined : { ...row, state: 'closed' }));
  await runs.remove({ partition: 'open', key: runId });
}
