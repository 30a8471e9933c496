import { ConnectorError } from '../../domain/failure/connector-error';
import { RowChangedError } from '../../ports/storage-errors';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { describeError } from '../describe-error';
import { PackageDamagedError } from '../pipeline-errors';
import type { UnpackMessage } from '../queue-messages';
import { unpackPackage } from './unpack';

const FIRST_DELAY_SECONDS = 60;
const MAX_DELAY_SECONDS = 15 * 60;

/**
 * A store, directory or mapping that cannot be read now says nothing about the package: its message goes back, and none of its tries is used up,
 * because a package whose tries are used up is rejected and waits for an administrator. Until the run closes; then a later run takes it up.
 */
export async function unpackOrLater(message: UnpackMessage, ports: ConnectorPorts, handling: Handling): Promise<void> {
  try {
    await unpackPackage(message, ports, handling);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error instanceof PackageDamagedError) throw error;
    const { runId, packageId } = message;
    const fields = { runId, packageId, ...describeError(error) };
    if (error instanceof RowChangedError) ports.log.info('Package is unpacked by somebody else too', fields);
    else ports.log.warn('Package could not be unpacked now', fields);
    const postponed = message.postponed ?? 0;
    await ports.stores.queues.send('packages', { ...message, postponed: postponed + 1 }, delayAfter(postponed));
  }
}

/** Longer each time: when the answer to a send is lost two messages go round, and they must not become ever more. */
function delayAfter(postponed: number): number {
  return Math.min(FIRST_DELAY_SECONDS * 2 ** postponed, MAX_DELAY_SECONDS);
}
