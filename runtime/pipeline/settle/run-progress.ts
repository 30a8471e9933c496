import type { ConnectorPorts } from '../connector-ports';
import type { BatchRow } from '../rows/batch-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';

/** How far a run is, from its own rows. */
export interface RunProgress {
  readonly isDone: boolean;
  readonly openPackages: number;
  readonly openBatches: number;
  readonly deliveries: number;
  readonly decided: number;
  /** When anything of it moved on last, ISO. */
  readonly movedAt: string;
  /** Earliest time that an open batch waits for, ISO; '' when none waits. */
  readonly nextAt: string;
  /** When the oldest open work was queued, ISO; '' when there is none. */
  readonly oldestQueuedAt: string;
}

/** What of a run is open, as far as it was read. */
export type OpenWork = Pick<RunProgress, 'openPackages' | 'openBatches' | 'oldestQueuedAt'>;

/**
 * Reads the rows of a run. `isEnough`: asked as soon as they show that it is not done; then no more of them are read. While a run is at work it is
 * settled again and again, and its rows are in one partition, which its workers need.
 */
export async function progressOf(
  run: RunRow,
  ports: Pick<ConnectorPorts, 'stores'>,
  isEnough: (open: OpenWork) => boolean = () => false,
): Promise<RunProgress> {
  const progress = {
    openPackages: 0,
    openBatches: 0,
    deliveries: 0,
    decided: 0,
    movedAt: latest(run.openedAt, run.listedAt),
    nextAt: '',
    oldestQueuedAt: '',
  };
  for await (const { row } of ports.stores.packageRows.list(run.partition)) {
    const { state, enqueuedAt } = row as PackageRow;
    progress.movedAt = latest(progress.movedAt, enqueuedAt);
    if (state !== 'listed' && state !== 'stored') continue;
    progress.openPackages += 1;
    progress.oldestQueuedAt = earliest(progress.oldestQueuedAt, enqueuedAt);
  }
  const hasOpen = (): boolean => progress.openPackages + progress.openBatches > 0;
  if ((isUnlisted(run) || hasOpen()) && isEnough(progress)) return { ...progress, isDone: false };
  for await (const { row } of ports.stores.batches.list(run.partition, { from: 'b-', to: 'b~' })) {
    const batch = row as BatchRow;
    progress.deliveries += batch.deliveries;
    progress.decided += batch.decided;
    progress.movedAt = latest(progress.movedAt, batch.decidedAt);
    if (batch.state === 'done') continue;
    progress.openBatches += 1;
    progress.nextAt = earliest(progress.nextAt, batch.notBefore);
    progress.oldestQueuedAt = earliest(progress.oldestQueuedAt, batch.enqueuedAt);
    if (isEnough(progress)) break;
  }
  const isDone = !isUnlisted(run) && !hasOpen();
  return { ...progress, isDone };
}

/** Nobody knows yet all that belongs to it. */
const isUnlisted = ({ listedAt, replayedAt }: RunRow): boolean => listedAt === '' || replayedAt === '';

const latest = (a: string, b: string): string => (a > b ? a : b);

function earliest(a: string, b: string): string {
  if (a === '' || b === '') return a || b;
  return a < b ? a : b;
}
