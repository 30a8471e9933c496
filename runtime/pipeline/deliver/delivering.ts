import { checkCopy } from '../../domain/copy/check-copy';
import type { ItemLocator } from '../../domain/package/item-locator';
import type { ExchangeCopy } from '../../ports/exchange';
import { FolderGoneError } from '../../ports/exchange-errors';
import type { ConnectorPorts } from '../connector-ports';
import { describeError } from '../describe-error';
import { stopRun } from '../runs/read-run';
import type { Work, WorkBlob } from '../work-blob';
import type { DeliveryResult, OpenDelivery } from './delivery-result';
import type { MailboxSession } from './mailbox-session';
import type { TenantPark } from './tenant-park';

const MAX_CLAIM_AGE_IN_MS = 30_000;

/** What one batch is delivered with. */
export interface Delivering {
  readonly runId: string;
  /** ISO, by the storage service. */
  readonly runOpenedAt: string;
  readonly session: MailboxSession;
  readonly blob: WorkBlob;
  /** The bytes of an item of the batch's package. */
  readonly openItem: (locator: ItemLocator) => AsyncIterable<Buffer>;
  readonly park: TenantPark;
  readonly ports: ConnectorPorts;
  readonly deadline: Date;
}

/** Where something is looked for or sent: a mailbox under its lease, for a run. */
export type InMailbox = Pick<Delivering, 'session' | 'runId' | 'ports'>;

const NOT_SENT: DeliveryResult = { kind: 'unsent', retryAt: undefined };

/**
 * Sends something into the archive folder. The user may have deleted the folder: then it is made again, once, because nothing was done in it.
 * `mayStill`: asked right before each request, because finding a folder takes time; what may not be sent any more is not sent.
 */
export async function intoArchive(
  work: Work,
  delivering: Delivering,
  mayStill: () => boolean,
  send: (folderId: string) => Promise<ExchangeCopy>,
): Promise<DeliveryResult> {
  const { session, runId } = delivering;
  const folderId = await session.archiveFolder(runId);
  if (!mayStill()) return NOT_SENT;
  try {
    return await checked(work, await send(folderId), folderId, delivering);
  } catch (error) {
    if (!(error instanceof FolderGoneError)) throw error;
  }
  const again = await session.archiveFolder(runId, folderId);
  if (!mayStill()) return NOT_SENT;
  return await checked(work, await send(again), again, delivering);
}

/** A create is sent only while 30 s of the lease are left, and at most 30 s after its claim: nobody who looks later can miss it. */
export function mayCreate({ stored }: OpenDelivery, { session, ports }: Delivering): boolean {
  return session.hasLeaseLeft && ports.clock.now().getTime() - Date.parse(stored.row.claimedAt) <= MAX_CLAIM_AGE_IN_MS;
}

/** A draft, another date or another folder: the service's behaviour changed, and the run stops before more copies are wrong. */
async function checked(work: Work, copy: ExchangeCopy, folderId: string, delivering: Delivering): Promise<DeliveryResult> {
  const differences = checkCopy({ folderId, sentAt: new Date(work.sentAt), receivedAt: new Date(work.receivedAt) }, copy);
  if (differences.length === 0) return { kind: 'imported', copy, isAdopted: false };
  return targetChanged(work, copy, differences.length, delivering);
}

/** The copy is there, so its outcome counts also when the run cannot be stopped at this moment: the next look stops it. */
export async function targetChanged(
  work: Work,
  copy: ExchangeCopy,
  differences: number,
  { ports, runId, session }: InMailbox,
): Promise<DeliveryResult> {
  ports.log.error('Exchange did not do what was asked', { runId, mailboxId: session.mailboxId, importKey: work.importKey, differences });
  try {
    await stopRun(ports, runId, 'target-changed');
  } catch (error) {
    ports.log.error('Run could not be stopped', { runId, ...describeError(error) });
  }
  return { kind: 'failed', why: 'target-changed', copyId: copy.id };
}
