import { checkCopy } from '../../domain/copy/check-copy';
import type { ItemLocator } from '../../domain/package/item-locator';
import type { ExchangeCopy } from '../../ports/exchange';
import { FolderGoneError } from '../../ports/exchange-errors';
import type { ConnectorPorts } from '../connector-ports';
import { stopRun } from '../runs/read-run';
import type { Work, WorkBlob } from '../work-blob';
import type { DeliveryResult } from './delivery-result';
import type { MailboxSession } from './mailbox-session';
import type { TenantPark } from './tenant-park';

/** What one batch is delivered with. */
export interface Delivering {
  readonly runId: string;
  readonly session: MailboxSession;
  readonly blob: WorkBlob;
  /** The bytes of an item of the batch's package. */
  readonly openItem: (locator: ItemLocator) => AsyncIterable<Buffer>;
  readonly park: TenantPark;
  readonly ports: ConnectorPorts;
  readonly deadline: Date;
}

/** Sends something into the archive folder. The user may have deleted the folder: then it is made again, once, because nothing was done in it. */
export async function intoArchive(
  work: Work,
  delivering: Delivering,
  send: (folderId: string) => Promise<ExchangeCopy>,
): Promise<DeliveryResult> {
  const { session, runId } = delivering;
  const folderId = await session.archiveFolder(runId);
  try {
    return await checked(work, await send(folderId), folderId, delivering);
  } catch (error) {
    if (!(error instanceof FolderGoneError)) throw error;
    const again = await session.archiveFolder(runId, true);
    return await checked(work, await send(again), again, delivering);
  }
}

/** A draft, another date or another folder: the service's behaviour changed, and the run stops before more copies are wrong. */
async function checked(work: Work, copy: ExchangeCopy, folderId: string, delivering: Delivering): Promise<DeliveryResult> {
  const differences = checkCopy({ folderId, sentAt: new Date(work.sentAt), receivedAt: new Date(work.receivedAt) }, copy);
  if (differences.length === 0) return { kind: 'imported', copy, isAdopted: false };
  const { ports, runId, session } = delivering;
  ports.log.error('Exchange did not do what was asked', {
    runId,
    mailboxId: session.mailboxId,
    importKey: work.importKey,
    differences: differences.length,
  });
  await stopRun(ports, runId, 'target-changed');
  return { kind: 'failed', why: 'target-changed', copyId: copy.id };
}
