import type { ConnectorPorts } from '../connector-ports';
import type { BatchRow } from '../rows/batch-row';
import type { MailboxRow } from '../rows/mailbox-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow, RunTrigger } from '../rows/run-row';
import { openRunIds, readRun } from '../runs/read-run';
import { mailboxRows } from './mailbox-rows';
import type { RunPhase } from './open-runs-progress';
import { recently } from './recently';

const LIFE_IN_MS = 1_500;

/** A run at work. */
export interface LiveRun {
  readonly runId: string;
  readonly trigger: RunTrigger;
  readonly by: string;
  readonly isDaily: boolean;
  readonly window: { readonly from: string | null; readonly to: string };
  readonly startedAt: string;
  readonly phase: RunPhase;
  readonly deliveries: number;
  readonly decided: number;
  readonly packages: number;
  readonly openPackages: number;
  readonly items: number;
  /** Undefined until enough is done to tell. */
  readonly secondsLeft: number | undefined;
  /** The mailbox that the run waits for longest; undefined when none stands out. */
  readonly slowest: { readonly mailbox: string; readonly left: number; readonly throttledUntil: string } | undefined;
  /** Why it is stopped; '' when it is not. */
  readonly stopped: string;
  readonly stoppedAt: string;
  readonly mappingVersion: string;
}

/** Open runs, the oldest first. */
export function liveRuns(ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<readonly LiveRun[]> {
  return recently('live', LIFE_IN_MS, ports, async () => {
    const runs: LiveRun[] = [];
    for (const id of await openRunIds(ports.stores)) {
      const run = (await readRun(ports.stores, id))?.row;
      if (run !== undefined && run.state !== 'closed') runs.push(await liveRun(run, ports));
    }
    return runs;
  });
}

interface Tally {
  deliveries: number;
  decided: number;
  packages: number;
  openPackages: number;
  items: number;
  openBatches: number;
  /** By mailbox address: what is left, and until when nothing is tried. */
  readonly left: Map<string, { left: number; notBefore: string }>;
}

async function liveRun(run: RunRow, ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<LiveRun> {
  const tally = await tallyOf(run, ports);
  const now = ports.clock.now();
  const slowest = slowestOf(tally, await mailboxRows(ports), now);
  return {
    runId: run.partition,
    trigger: run.trigger,
    by: run.by,
    isDaily: run.movesWatermark,
    window: { from: run.windowFrom === '' ? null : run.windowFrom, to: run.windowTo },
    startedAt: run.openedAt,
    phase: phaseOf(run, tally),
    deliveries: tally.deliveries,
    decided: tally.decided,
    packages: tally.packages,
    openPackages: tally.openPackages,
    items: tally.items,
    secondsLeft: secondsLeft(run, tally, slowest?.throttledUntil ?? '', now),
    slowest,
    stopped: run.stopped,
    stoppedAt: run.stoppedAt,
    mappingVersion: run.mappingVersion,
  };
}

async function tallyOf(run: RunRow, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<Tally> {
  const tally: Tally = { deliveries: 0, decided: 0, packages: 0, openPackages: 0, items: 0, openBatches: 0, left: new Map() };
  for await (const { row } of stores.packageRows.list(run.partition)) {
    const { state, items } = row as PackageRow;
    tally.packages += 1;
    tally.items += Math.max(0, items);
    if (state === 'listed' || state === 'stored') tally.openPackages += 1;
  }
  for await (const { row } of stores.batches.list(run.partition, { from: 'b-', to: 'b~' })) {
    const batch = row as BatchRow;
    tally.deliveries += batch.deliveries;
    tally.decided += batch.decided;
    if (batch.state === 'done') continue;
    tally.openBatches += 1;
    const known = tally.left.get(batch.address) ?? { left: 0, notBefore: '' };
    const notBefore = laterOf(batch.notBefore, known.notBefore);
    tally.left.set(batch.address, { left: known.left + batch.deliveries - batch.decided, notBefore });
  }
  return tally;
}

/** Times are ISO texts of one length. */
const laterOf = (a: string, b: string): string => (a > b ? a : b);

function phaseOf(run: RunRow, tally: Tally): RunPhase {
  if (run.state === 'closing') return 'closing';
  if (run.listedAt === '') return 'listing';
  if (tally.openPackages > 0) return 'collecting';
  return tally.openBatches > 0 || run.replayedAt === '' ? 'delivering' : 'closing';
}

/** Throttled mailboxes first, then the one with most to do. One of several that are alike does not stand out. */
function slowestOf(tally: Tally, mailboxes: readonly MailboxRow[], now: Date): LiveRun['slowest'] {
  const silence = new Map(mailboxes.map(({ address, throttledUntil }) => [address, throttledUntil]));
  const isoNow = now.toISOString();
  const open = [...tally.left].map(([mailbox, { left, notBefore }]) => {
    const until =
      [silence.get(mailbox) ?? '', notBefore]
        .filter((each) => each > isoNow)
        .sort()
        .at(-1) ?? '';
    return { mailbox, left, throttledUntil: until };
  });
  return open.sort((a, b) => compareText(b.throttledUntil, a.throttledUntil) || b.left - a.left)[0];
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const FEWEST_DECIDED = 5;

/** At the pace so far; never earlier than the throttled mailbox may go on. */
function secondsLeft(run: RunRow, tally: Tally, throttledUntil: string, now: Date): number | undefined {
  const left = tally.deliveries - tally.decided;
  if (left <= 0 || tally.decided < FEWEST_DECIDED) return undefined;
  const elapsed = now.getTime() - Date.parse(run.listedAt || run.openedAt);
  const atPace = (elapsed / tally.decided) * left;
  const silent = throttledUntil === '' ? 0 : Date.parse(throttledUntil) - now.getTime();
  return Math.max(1, Math.round(Math.max(atPace, silent) / 1000));
}
