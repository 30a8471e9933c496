import { checkCopy } from '../../domain/copy/check-copy';
import type { CopyKeyKind } from '../../domain/copy/mailbox-copy';
import type { ExchangeCopy } from '../../ports/exchange';
import { FolderGoneError } from '../../ports/exchange-errors';
import type { Work } from '../work-blob';
import { type InMailbox, targetChanged } from './delivering';
import type { DeliveryResult } from './delivery-result';
import type { MailboxSession } from './mailbox-session';
import { recordDuplicates } from './record-duplicates';

/**
 * Looks for a copy of this delivery in the archive folder. Undefined when there is none. More than one copy: the oldest is the copy, the
 * others are recorded for the administrator; evidence is never deleted. A stub is no copy: whoever would create one looks for it itself.
 */
export async function lookForCopy(work: Work, mailbox: InMailbox): Promise<DeliveryResult | undefined> {
  const { folderId, copies } = await lookThere(mailbox, work.importKey);
  const [oldest] = copies;
  if (oldest === undefined) return undefined;
  if (copies.length > 1) await recordDuplicates(mailbox.session.mailboxId, work.importKey, copies, mailbox.ports);
  return adopted(work, oldest, folderId, 'import', mailbox);
}

/** A folder that is gone holds no copy: the folder is found or made again, and looked through. */
export async function lookThere(
  { session, runId }: InMailbox,
  key: string,
): Promise<{ readonly folderId: string; readonly copies: readonly ExchangeCopy[] }> {
  const folderId = await session.archiveFolder(runId);
  try {
    return { folderId, copies: await session.exchange.look(folderId, key, 'import') };
  } catch (error) {
    if (!(error instanceof FolderGoneError)) throw error;
    const again = await session.archiveFolder(runId, folderId);
    return { folderId: again, copies: await session.exchange.look(again, key, 'import') };
  }
}

/** Copies of this delivery in the hidden staging folder, the oldest first; none when there is no such folder. */
export async function lookInStaging(session: MailboxSession, key: string): Promise<readonly ExchangeCopy[]> {
  try {
    return await session.exchange.look(await session.stagingFolder(), key, 'import');
  } catch (error) {
    if (!(error instanceof FolderGoneError)) throw error;
    return [];
  }
}

/** What Exchange shows is compared with what was asked, at a look as at a creation. */
export async function adopted(
  work: Work,
  copy: ExchangeCopy,
  folderId: string,
  kind: CopyKeyKind,
  mailbox: InMailbox,
): Promise<DeliveryResult> {
  const differences = checkCopy({ folderId, sentAt: new Date(work.sentAt), receivedAt: new Date(work.receivedAt) }, copy);
  if (differences.length > 0) return targetChanged(work, copy, differences.length, mailbox);
  if (kind === 'stub') return { kind: 'in-part', copy, isAdopted: true, detail: `${work.bytes} bytes` };
  return { kind: 'imported', copy, isAdopted: true };
}
