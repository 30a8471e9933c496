import { createHash } from 'node:crypto';
import type { RowKey } from '../../ports/table';

/** The unit of work: up to 100 deliveries of one mailbox from one package. Partition: run id; key: `b-<batch id>`. */
export interface BatchRow extends RowKey {
  readonly v: 1;
  readonly mailboxId: string;
  /** Address that named the mailbox, for people. */
  readonly address: string;
  /** The run and package that hold the items; another run's for a replay. */
  readonly packageRun: string;
  readonly packageId: string;
  /**
   * Where its work stands: a part of a blob that many batches share, with the hash of that part. '' for a batch whose deliveries are only made
   * held: its cells say which they are. Batches of earlier releases have a blob of their own, and no place in it.
   */
  readonly blob: string;
  readonly blobOffset?: number | undefined;
  readonly blobBytes?: number | undefined;
  readonly blobSha256: string;
  /** Every delivery of this batch becomes held with this reason (rejected package, another archiver); '' for ordinary batches. */
  readonly holdReason: string;
  readonly mappingVersion: string;
  readonly deliveries: number;
  /** How many of them have an outcome, and when the last one got it, ISO. */
  readonly decided: number;
  readonly decidedAt: string;
  readonly state: 'open' | 'done';
  /** JSON: `BatchCounts`; '' until done. */
  readonly counts: string;
  readonly enqueuedAt: string;
  /** What is left of it waits until then, ISO; '' when it may be worked on. */
  readonly notBefore: string;
  /** The blob of its package was there before this ledger knew of it: each create looks first. Absent when not. */
  readonly looksFirst?: boolean;
  /** Unpack takes up held rows for it: its cells say which. Absent when not. */
  readonly takesUp?: boolean;
}

/**
 * Why a delivery is a duplicate that counts nowhere: another batch of the same run stands for the very same entry of the package. An upgrade may cut
 * or name the batches of a part anew when it is repeated.
 */
export const SAME_ENTRY = 'same-entry';

/** Whether a run's account takes it: it has an outcome, and no other batch counts it. */
export const isAccounted = ({ o, r }: Pick<BatchCell, 'o' | 'r'>): boolean =>
  o !== '' && !(o === 'skipped-as-duplicate' && r === SAME_ENTRY);

/** One delivery of a batch and what became of it; short names, because a row holds up to 100. */
export interface BatchCell {
  /** Import key. */
  readonly k: string;
  /** Item id. */
  readonly i: string;
  /** Entry in the package. */
  readonly e: number;
  /** Size of the item in bytes. */
  readonly b: number;
  /** Matched by. */
  readonly m: string;
  /** Outcome; '' while it is open. */
  readonly o: string;
  /** Reason, for held and failed. */
  readonly r?: string;
  /** Why it was held before, for a delivery that a replay takes up, and its held entry. */
  readonly w?: string;
  readonly h?: string;
  /** Whose mailbox it is: the key of the participant, shortened. */
  readonly p?: string;
  /** When the item was sent, its kind, and who is in it (`peopleSummary`). */
  readonly s?: string;
  readonly y?: string;
  readonly g?: string;
  /** Immutable id of the copy. */
  readonly x?: string;
  /** When it was decided, ISO. */
  readonly t?: string;
  /** The batch whose row unpack takes up for it: what that row said before decides nothing here. */
  readonly u?: string;
}

/**
 * A batch's deliveries and what became of them. Partition: run id; key: `c-<batch id>`; written with the batch row, so that a batch can be
 * brought to its end also when its work blob is gone.
 */
export interface CellsRow extends RowKey {
  readonly v: 1;
  /** JSON: `BatchCell[]`. */
  readonly cells: string;
}

/** Found and not yet in any run's account; and all that were ever found. */
export const FOUND_DUPLICATES = 'found';
export const KNOWN_DUPLICATES = 'known-duplicates';

/**
 * A copy that is one too many, found in a mailbox by a look. Partition: `found`, then the run that accounts it; and `known-duplicates`, so that
 * it counts once; key: `d-<import key>-<16 digits of the hash of its id>`. Rows of earlier releases stand for all copies of a message: without the
 * last part in the key.
 */
export interface DuplicateFoundRow extends RowKey {
  readonly v: 1;
  readonly mailboxId: string;
  readonly importKey: string;
  /** JSON: immutable ids of the copy that is none too many, and of this one. */
  readonly copies: string;
  /** How many copies it counts. */
  readonly extra: number;
  /** The run whose report counts it; '' until then, absent in rows of earlier releases. */
  readonly countedIn?: string;
}

/** Outcomes of a batch. A delivery that a replay took up and that is still held (or still a stub) counts apart: the balance has it already. */
export interface BatchCounts {
  readonly imported: number;
  readonly importedInPart: number;
  readonly skippedAsDuplicate: number;
  readonly held: number;
  readonly failed: number;
  readonly stillHeld: number;
}

export type BatchTableRow = BatchRow | CellsRow | DuplicateFoundRow;

/** Batches of one mailbox stand side by side, so that a worker who has its lease finds them all. */
export const mailboxPrefix = (mailboxId: string): string => createHash('sha256').update(mailboxId).digest('hex').slice(0, 16);

/** A replay takes up what another run's package left. */
export const isReplay = (batch: BatchRow): boolean => batch.packageRun !== batch.partition;

export const batchKey = (batchId: string): string => `b-${batchId}`;
export const cellsKey = (batchId: string): string => `c-${batchId}`;
export const batchIdOfKey = (key: string): string => key.slice(2);
