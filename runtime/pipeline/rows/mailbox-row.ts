import type { RowKey } from '../../ports/table';
import { mailboxPrefix } from './batch-row';

/**
 * What workers of one mailbox tell each other. Key: mailbox id; sixteen partitions by its hash, so that all mailboxes can be listed and no
 * partition takes all writes.
 */
export interface MailboxRow extends RowKey {
  readonly v: 1;
  readonly address: string;
  /** Counts the leases taken; a claim carries it. */
  readonly epoch: number;
  readonly archiveFolderId: string;
  readonly archiveFolderName: string;
  readonly isArchiveRenamed: boolean;
  readonly stagingFolderId: string;
  /** When the archive folder was created by us, ISO; '' when it was found. */
  readonly folderCreatedAt: string;
  /** When it was gone and had to be made again last, ISO; '' otherwise. */
  readonly folderRecreatedAt: string;
  /** Exchange asked for silence until then, ISO; '' otherwise. */
  readonly throttledUntil: string;
  /** Spent and reserved requests and bytes (`MailboxBudget`). */
  readonly budget: string;
  /** Nothing is tried before `parkedUntil` for runs opened before `parkedAt`, ISO; '' otherwise. A later start or replay tries at once. */
  readonly parkedAt: string;
  readonly parkedUntil: string;
  /** JSON: the held reason and its details that every delivery gets meanwhile. */
  readonly parkedFor: string;
  /** Items of this size or more met the mailbox's limit in the run opened at `sizeLimitSeenAt`, ISO; 0 = not known. Later runs try again. */
  readonly sizeLimit: number;
  readonly sizeLimitSeenAt: string;
  /**
   * The ledger of this mailbox began in this run, but its archive folder was there before: items that are older than the ledger are looked for
   * before they are created, until the ledger is rebuilt. '' otherwise.
   */
  readonly distrustedRun: string;
  readonly firstSeenAt: string;
  /** Delivered by this connector, and when the last copy was made. */
  readonly delivered: number;
  readonly lastDeliveredAt: string;
  /** Copies of the last weeks (`addToWeek`). */
  readonly weeks: string;
}

export const mailboxPartition = (mailboxId: string): string => `mailbox-${mailboxPrefix(mailboxId).charAt(0)}`;
export const MAILBOX_PARTITIONS: readonly string[] = [...'0123456789abcdef'].map((digit) => `mailbox-${digit}`);
