import { checkCopy } from '../../domain/copy/check-copy';
import type { CopyKeyKind } from '../../domain/copy/mailbox-copy';
import type { ExchangeCopy } from '../../ports/exchange';
import { FolderGoneError } from '../../ports/exchange-errors';
import type { ConnectorPorts } from '../connector-ports';
import type { DuplicateFoundRow } from '../rows/batch-row';
import type { Work } from '../work-blob';
import type { DeliveryResult } from './delivery-result';
import type { MailboxSession } from './mailbox-session';

/**
 * Looks for a copy of this delivery in the archive folder. Undefined when there is none. More than one copy: the oldest is the copy, the
 * others are recorded for the administrator; evidence is never deleted. A stub is no copy: whoever would create one looks for it itself.
 */
export async function lookForCopy(
  session: MailboxSession,
  runId: string,
  work: Work,
  ports: ConnectorPorts,
): Promise<DeliveryResult | undefined> {
  const { folderId, copies } = await lookThere(session, runId, work.importKey);
  const [oldest] = copies;
  if (oldest === undefined) return undefined;
  if (copies.length > 1) await recordDuplicates(session.mailboxId, work.importKey, copies, ports);
  return adopted(work, oldest, folderId, 'import');
}

/** A folder that is gone holds no copy: the folder is found or made again, and looked through. */
async function lookThere(
  session: MailboxSession,
  runId: string,
  key: string,
): Promise<{ folderId: string; copies: readonly ExchangeCopy[] }> {
  const folderId = await session.archiveFolder(runId);
  try {
    return { folderId, copies: await session.exchange.look(folderId, key, 'import') };
  } catch (error) {
    if (!(error instanceof FolderGoneError)) throw error;
    const again = await session.archiveFolder(runId, true);
    return { folderId: again, copies: await session.exchange.look(again, key, 'import') };
  }
}

/** What Exchange shows is compared with what was asked, at a look as at a creation. */
export function adopted(work: Work, copy: ExchangeCopy, folderId: string, kind: CopyKeyKind): DeliveryResult {
  const differences = checkCopy({ folderId, sentAt: new Date(work.sentAt), receivedAt: new Date(work.receivedAt) }, copy);
  if (differences.length > 0) return { kind: 'failed', why: 'target-changed', copyId: copy.id };
  if (kind === 'stub') return { kind: 'in-part', copy, isAdopted: true, detail: `${work.bytes} bytes` };
  return { kind: 'imported', copy, isAdopted: true };
}

/** Stands in the partition `found` until the next run that closes takes it into its account. */
export async function recordDuplicates(
  mailboxId: string,
  importKey: string,
  copies: readonly ExchangeCopy[],
  ports: ConnectorPorts,
): Promise<void> {
  const row: DuplicateFoundRow = {
    partition: 'found',
    key: `d-${importKey}`,
    v: 1,
    mailboxId,
    importKey,
    copies: JSON.stringify(copies.map((copy) => copy.id)),
  };
  await ports.stores.batches.upsert(row);
  ports.log.warn('More than one copy found', { mailboxId, importKey, copies: copies.length });
}
