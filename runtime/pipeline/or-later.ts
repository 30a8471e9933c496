import { ConnectorError } from '../domain/failure/connector-error';
import { DirectoryRefusedError } from '../ports/exchange-errors';
import type { QueueName } from '../ports/queues';
import { PackageGoneError, SourceRefusedError } from '../ports/source-errors';
import { BlobDamagedError, RowChangedError } from '../ports/storage-errors';
import type { Stored } from '../ports/table';
import type { ConnectorPorts } from './connector-ports';
import { describeError } from './describe-error';
import { PackageDamagedError } from './pipeline-errors';
import { delayAfter } from './put-off';
import type { PackageRow } from './rows/package-row';
import { stopRun } from './runs/read-run';

const MAX_DELAY_SECONDS = 15 * 60;
/** About the four hours of a run: what still is in the way then uses up the tries of the queue, so that no message goes round for ever. */
const MAX_POSTPONED = 20;

/** A queue message about one package, or about what is held. */
interface WorkMessage {
  readonly v: 1;
  readonly runId: string;
  readonly packageId?: string;
  /** How often it went back because something else than the package was in the way. */
  readonly postponed?: number;
}

/**
 * Works on a package, or takes up what is held. A source, store, directory or mapping that does not answer says nothing about the package: its
 * message goes back, and none of its tries is used up, because with the last one it is held for the next run, or rejected and waits for an
 * administrator, and what an administrator asked to be replayed would be forgotten. So it goes on until the run closes; then a later run takes it up.
 */
export async function orLater(
  queue: Extract<QueueName, 'collect' | 'packages' | 'replays'>,
  message: WorkMessage,
  ports: ConnectorPorts,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { runId, packageId, postponed = 0 } = message;
    if (!isInTheWay(error) && packageId !== undefined) await noteFailure(runId, packageId, ports);
    if (!isInTheWay(error) || postponed >= MAX_POSTPONED) throw error;
    const fields = { runId, ...(packageId === undefined ? {} : { packageId }), queue, ...describeError(error) };
    if (error instanceof RowChangedError) ports.log.info('Somebody else works on this package too', fields);
    else if (packageId === undefined) ports.log.warn('Held entries have to wait', fields);
    else ports.log.warn('Package has to wait', fields);
    const stopped = stoppedFor(error, ports);
    if (stopped !== undefined) return stopRun(ports, runId, stopped);
    await ports.stores.queues.send(
      queue,
      { ...message, postponed: postponed + 1 },
      delayAfter(postponed, MAX_DELAY_SECONDS, ports.options),
    );
  }
}

/** For whoever has to tell later why its message failed for good. What cannot be noted changes nothing. */
async function noteFailure(runId: string, packageId: string, ports: ConnectorPorts): Promise<void> {
  const { packageRows } = ports.stores;
  try {
    const stored = (await packageRows.get(runId, packageId)) as Stored<PackageRow> | undefined;
    if (stored === undefined || stored.row.failedAt !== undefined) return;
    await packageRows.replace({ ...stored.row, failedAt: ports.clock.now().toISOString() }, stored.etag);
  } catch (error) {
    ports.log.info('Failure of a package not noted', { runId, packageId, ...describeError(error) });
  }
}

/** Nothing but the package itself, or its own bytes here or there. */
const isAboutThePackage = (error: ConnectorError): boolean =>
  error instanceof PackageDamagedError || error instanceof PackageGoneError || error instanceof BlobDamagedError;

const isInTheWay = (error: unknown): boolean => error instanceof ConnectorError && !isAboutThePackage(error);

/** No repetition mends a sign-in. Whoever waits for the end of a start is told at once; a deployed connector tries again. */
function stoppedFor(error: unknown, { options }: ConnectorPorts): string | undefined {
  if (options.idleCloseInSeconds === 0) return undefined;
  if (error instanceof DirectoryRefusedError) return 'directory-refused';
  return error instanceof SourceRefusedError ? 'source-refused' : undefined;
}
