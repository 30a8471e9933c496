import { nextWindow, runIdOf } from '../../domain/windows/window';
import { RowExistsError } from '../../ports/storage-errors';
import { isLedgerBehind } from '../chain/ledger-trust';
import { isPublished } from '../chain/published-decision';
import type { ConnectorPorts } from '../connector-ports';
import { readCurrentMapping } from '../mapping/current-mapping';
import type { RunRow, RunTrigger, WatermarkRow } from '../rows/run-row';
import { readRun } from '../runs/read-run';
import { sourceKeyOf } from './source-key';

const HOUR_IN_MS = 3_600_000;
/**
 * A run whose id is taken by a closed one gets the next attempt: one a day while the source cannot be listed. More than this many means that
 * something opens runs in a loop.
 */
const MAX_ATTEMPTS = 1_000;

export interface OpenRunRequest {
  readonly trigger: RunTrigger;
  readonly by: string;
  /** A past window; undefined = from where the last run ended until now. */
  readonly window?: { readonly from: Date; readonly to: Date };
  readonly replays?: RunRow['replays'];
  readonly replayIds?: string;
  /** A run that only takes up held rows lists nothing. */
  readonly listsNothing?: boolean;
  readonly looksFirst?: boolean;
}

/**
 * Opens a run, or answers the one that is open already for this source and window: a timer that fires twice opens one.
 *
 * The index row is written before the run, so that settle sees every run; then the run, then its first queue messages.
 */
export async function openRun(request: OpenRunRequest, ports: ConnectorPorts): Promise<RunRow> {
  const { stores, log } = ports;
  const now = await ports.storageTime.now();
  const next = nextWindow({
    collectedTo: await readWatermark(ports),
    now,
    localNow: ports.clock.now(),
    startFrom: ports.options.startFrom,
  });
  for (const alarm of next.alarms) log.warn('Clock or watermark not plausible', { alarm, storageTime: now.toISOString() });
  const window = request.window ?? (request.listsNothing ? { from: now, to: now } : next.window);
  const mappingVersion = (await readCurrentMapping(stores)).current.version;
  const looksFirst = request.looksFirst === true || (await isLedgerBehind(ports));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const runId = runIdOf(runScope(request, mappingVersion, ports), window, attempt);
    // A report that is there belongs to a run that is closed, also when the table has lost it.
    if (await isPublished(runId, ports)) continue;
    const run = newRun(runId, window, mappingVersion, now, { ...request, looksFirst }, ports);
    await stores.runs.upsert({ partition: 'open', key: runId, v: 1, runId, summary: '' });
    const opened = await insertOrRead({ ...run, looksFirst: run.looksFirst || (await wasAtWork(runId, ports)) }, ports);
    if (opened.state === 'open') {
      await startRun(opened, ports);
      return opened;
    }
    await stores.runs.remove({ partition: 'open', key: runId });
  }
  throw new Error(
    `No run could be opened for the window that begins ${window.from?.toISOString() ?? 'with everything'}: ${MAX_ATTEMPTS} closed runs have its id`,
  );
}

/** A run that has left work behind was open before: a table that does not know it has lost it. For one that is open this asks for nothing new. */
async function wasAtWork(runId: string, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<boolean> {
  for await (const _blob of stores.work.list(`${runId}/`)) return true;
  return false;
}

/** Queue messages that set a run going; sending them again is harmless. */
export async function startRun(run: RunRow, ports: ConnectorPorts): Promise<void> {
  const { queues } = ports.stores;
  if (run.listedAt === '') await queues.send('collect', { v: 1, kind: 'list', runId: run.partition });
  if (run.replayedAt === '') await queues.send('replays', { v: 1, runId: run.partition, after: '' });
  if (run.listedAt !== '' && run.replayedAt !== '') await queues.send('settle', { v: 1, runId: run.partition });
}

/**
 * What makes two requests the same run, besides the beginning of the window. A person's order is a run of its own, also in the second of
 * another one; so is a past window with another end.
 */
function runScope({ window, listsNothing, replayIds }: OpenRunRequest, mappingVersion: string, { source }: ConnectorPorts): string {
  if (listsNothing) return `${source.id} replay ${replayIds ?? mappingVersion}`;
  return window === undefined ? source.id : `${source.id} until ${window.to.toISOString()}`;
}

function newRun(
  runId: string,
  window: { from: Date | undefined; to: Date },
  mappingVersion: string,
  now: Date,
  request: OpenRunRequest,
  ports: ConnectorPorts,
): RunRow {
  const openedAt = now.toISOString();
  const replays = request.replays ?? 'due';
  return {
    partition: runId,
    key: 'run',
    v: 1,
    source: ports.source.id,
    trigger: request.trigger,
    by: request.by,
    windowFrom: window.from?.toISOString() ?? '',
    windowTo: window.to.toISOString(),
    movesWatermark: request.window === undefined && !request.listsNothing,
    state: 'open',
    openedAt,
    listedAt: request.listsNothing ? openedAt : '',
    listingProblems: '',
    mappingVersion,
    replayedAt: replays === 'none' ? openedAt : '',
    replays,
    replayIds: request.replayIds ?? '',
    stopped: '',
    stoppedAt: '',
    looksFirst: request.looksFirst ?? false,
    closeBy: new Date(now.getTime() + ports.options.runCloseHours * HOUR_IN_MS).toISOString(),
  };
}

async function insertOrRead(run: RunRow, ports: ConnectorPorts): Promise<RunRow> {
  try {
    await ports.stores.runs.insert(run);
    ports.log.info('Run opened', {
      runId: run.partition,
      trigger: run.trigger,
      from: run.windowFrom,
      to: run.windowTo,
      mappingVersion: run.mappingVersion,
    });
    return run;
  } catch (error) {
    if (!(error instanceof RowExistsError)) throw error;
    return (await readRun(ports.stores, run.partition))?.row ?? run;
  }
}

async function readWatermark(ports: ConnectorPorts): Promise<Date | undefined> {
  const stored = await ports.stores.runs.get('source', sourceKeyOf(ports.source.id));
  return stored === undefined ? undefined : new Date((stored.row as WatermarkRow).collectedTo);
}

/**
 * The next window begins where this one ended. Called when every package of the listing has a row, never later and never earlier. `now`, by the
 * storage service: a mark that lies after it came from a clock that was wrong, and is set back.
 */
export async function moveWatermark(run: RunRow, now: Date, ports: ConnectorPorts): Promise<void> {
  const key = sourceKeyOf(run.source);
  const row: WatermarkRow = { partition: 'source', key, v: 1, collectedTo: run.windowTo, runId: run.partition };
  const stored = await ports.stores.runs.get('source', key);
  if (stored === undefined) return void (await ports.stores.runs.upsert(row));
  const { collectedTo } = stored.row as WatermarkRow;
  if (collectedTo < run.windowTo || collectedTo > now.toISOString()) await ports.stores.runs.replace(row, stored.etag);
}
