import type { ConnectorPorts } from '../connector-ports';
import type { RunTrigger } from '../rows/run-row';
import { type LiveRun, liveRuns } from './live-runs';
import { type ClosedRun, newestRuns } from './read-reports';
import { recently } from './recently';

export interface RunQuery {
  readonly state?: ClosedRun['state'];
  readonly trigger?: RunTrigger;
  /** Sequence of the last run of the page before. */
  readonly before?: number;
  readonly limit: number;
}

export interface RunPage {
  /** Runs at work; only on the first page. */
  readonly live: readonly LiveRun[];
  readonly closed: readonly ClosedRun[];
  readonly next: number | undefined;
  /** Reports in the chain. */
  readonly total: number;
}

/** Runs, the newest first. */
export async function listRuns(query: RunQuery, ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<RunPage> {
  const closed: ClosedRun[] = [];
  let hasMore = false;
  for await (const run of newestRuns(ports, query.before)) {
    if (!fits(run, query)) continue;
    hasMore = closed.length === query.limit;
    if (hasMore) break;
    closed.push(run);
  }
  const total = (await runHistory(ports))[0]?.sequence ?? 0;
  const isFirst = query.before === undefined && query.state === undefined;
  const live = isFirst ? (await liveRuns(ports)).filter(({ trigger }) => query.trigger === undefined || trigger === query.trigger) : [];
  return { live, closed, next: hasMore ? closed.at(-1)?.sequence : undefined, total };
}

function fits(run: ClosedRun, { state, trigger }: RunQuery): boolean {
  return (state === undefined || run.state === state) && (trigger === undefined || run.trigger === trigger);
}

const HISTORY_LIFE_IN_MS = 2_000;
/** Two months of daily runs with replays between them. */
const MAX_HISTORY = 200;

/** The latest closed runs, the newest first: what chart, sentence and usual figures are made of. */
export function runHistory(ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<readonly ClosedRun[]> {
  return recently('history', HISTORY_LIFE_IN_MS, ports, async () => {
    const runs: ClosedRun[] = [];
    for await (const run of newestRuns(ports)) {
      runs.push(run);
      if (runs.length === MAX_HISTORY) break;
    }
    return runs;
  });
}
