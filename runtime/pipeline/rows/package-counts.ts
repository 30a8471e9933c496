/** What unpack counts per package, part by part. Every number is computed once per entry and kept in the package row with `fromEntry`. */
export interface PackageCounts {
  readonly items: number;
  readonly itemsUnmatched: number;
  readonly itemsQuarantined: number;
  readonly participantsUnmatched: number;
  readonly participantsUnresolved: number;
  readonly participantsExternal: number;
  /** Items that were routed to at least one mailbox. */
  readonly itemsRouted: number;
  /** (capture, mailbox) pairs. */
  readonly deliveries: number;
  /** Pairs that another item of the same part of the package has too: no batch takes them. */
  readonly duplicatesInside: number;
  readonly dateSuspect: number;
  readonly variants: number;
  readonly message: number;
  readonly call: number;
  readonly deleted: number;
  readonly edited: number;
}

export const NO_COUNTS: PackageCounts = Object.freeze({
  items: 0,
  itemsUnmatched: 0,
  itemsQuarantined: 0,
  participantsUnmatched: 0,
  participantsUnresolved: 0,
  participantsExternal: 0,
  itemsRouted: 0,
  deliveries: 0,
  duplicatesInside: 0,
  dateSuspect: 0,
  variants: 0,
  message: 0,
  call: 0,
  deleted: 0,
  edited: 0,
});

export function addCounts(a: PackageCounts, b: Partial<PackageCounts>): PackageCounts {
  const sum = { ...a } as Record<keyof PackageCounts, number>;
  for (const name of Object.keys(b) as (keyof PackageCounts)[]) sum[name] += b[name] ?? 0;
  return sum;
}
