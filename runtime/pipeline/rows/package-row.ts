import type { RowKey } from '../../ports/table';

/**
 * - `listed`: known, its bytes are not durable here yet
 * - `stored`: durable, read back and known by hash; to be unpacked
 * - `unpacked` / `rejected`: every item is routed; `rejected` means to held
 * - `duplicate`: the same bytes came before, under whatever name: nothing to do
 * - `held`: could not be collected or unpacked in its run; goes on in a later one
 */
export type PackageState = 'listed' | 'stored' | 'unpacked' | 'rejected' | 'duplicate' | 'held';

/** One package in one run. Partition: run id; key: package id (the listing key). */
export interface PackageRow extends RowKey {
  readonly v: 1;
  readonly state: PackageState;
  /** As listed; for people and the report. */
  readonly name: string;
  readonly listedBytes: number;
  /** '' when the source has none. */
  readonly stamp: string;
  /** ISO; the source's stamp, or when it was first seen. */
  readonly arrivedAt: string;
  readonly modifiedAt: string;
  /** Blob in `packages`; '' until stored. */
  readonly blob: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Items that the package holds; -1 until it was checked. */
  readonly items: number;
  /** -1: none (a loose item), or not checked yet. */
  readonly manifestCount: number;
  /** JSON: problems of the package, at most a few hundred, and how many there were in all. */
  readonly problems: string;
  /** Whether the check found it complete; `undefined` before. */
  readonly isComplete: boolean | undefined;
  /** First item that is not yet routed. */
  readonly fromEntry: number;
  /** JSON: `PackageCounts` of the items routed so far. */
  readonly counts: string;
  /** JSON: how far the download came, when a handler ran out of time; '' otherwise. */
  readonly progress: string;
  readonly enqueuedAt: string;
  readonly isReleased: boolean;
  /** When an error that nobody foresaw ended its unpacking, ISO; absent while none did. */
  readonly failedAt?: string;
  /** The run in which its queue message failed for good and nobody knows why; absent before. */
  readonly poisonedIn?: string;
  /** When the source was told that it is durable here and complete, ISO; absent before; '' when nobody knows, after a rebuild. */
  readonly acknowledgedAt?: string;
  /** Its blob was there before this row knew of it: somebody may have imported it already, and each create looks first. Absent when not. */
  readonly wasHere?: boolean;
}

/** What was seen at the source: partition `seen-<listing key>`; or which package owns a content: partition `content-<sha256>`. */
export interface PackageIndexRow extends RowKey {
  readonly v: 1;
  readonly runId: string;
  readonly packageId: string;
  readonly name: string;
}
