import { ConnectorError } from '../domain/failure/connector-error';
import type { QueueName } from '../ports/queues';
import { PackageGoneError } from '../ports/source-errors';
import { BlobDamagedError, RowChangedError } from '../ports/storage-errors';
import type { ConnectorPorts } from './connector-ports';
import { describeError } from './describe-error';
import { PackageDamagedError } from './pipeline-errors';

const FIRST_DELAY_SECONDS = 60;
const MAX_DELAY_SECONDS = 15 * 60;
/** About the four hours of a run: what still is in the way then uses up the tries of the queue, so that no message goes round for ever. */
const MAX_POSTPONED = 20;

/** A queue message about one package. */
interface PackageMessage {
  readonly v: 1;
  readonly runId: string;
  readonly packageId: string;
  /** How often it went back because something else than the package was in the way. */
  readonly postponed?: number;
}

/**
 * Works on a package. A source, store, directory or mapping that does not answer says nothing about the package: its message goes back, and none
 * of its tries is used up, because with the last one it is held for the next run, or rejected and waits for an administrator. So it goes on until
 * the run closes; then a later run takes it up.
 */
export async function orLater(
  queue: Extract<QueueName, 'collect' | 'packages'>,
  message: PackageMessage,
  ports: ConnectorPorts,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { runId, packageId, postponed = 0 } = message;
    if (!isInTheWay(error) || postponed >= MAX_POSTPONED) throw error;
    const fields = { runId, packageId, queue, ...describeError(error) };
    if (error instanceof RowChangedError) ports.log.info('Somebody else works on this package too', fields);
    else ports.log.warn('Package has to wait', fields);
    await ports.stores.queues.send(queue, { ...message, postponed: postponed + 1 }, delayAfter(postponed));
  }
}

/** Nothing but the package itself, or its own bytes here or there. */
const isAboutThePackage = (error: ConnectorError): boolean =>
  error instanceof PackageDamagedError || error instanceof PackageGoneError || error instanceof BlobDamagedError;

const isInTheWay = (error: unknown): boolean => error instanceof ConnectorError && !isAboutThePackage(error);

/** Longer each time: when the answer to a send is lost two messages go round, and they must not become ever more. */
function delayAfter(postponed: number): number {
  return Math.min(FIRST_DELAY_SECONDS * 2 ** postponed, MAX_DELAY_SECONDS);
}
