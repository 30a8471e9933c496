/** A partition, or a queue, that every worker shares: what may become hot. */
export type SharedPlace = 'batches of the run' | 'row of the run' | 'mailboxes, one of 16' | 'queue of deliveries';

/** A storage request that the code makes for each batch of deliveries, in the order in which it is made. */
export interface BatchRequest {
  /** As the stores of the pipeline count it: `<store> <operation>`. */
  readonly call: string;
  /** Where in `runtime/pipeline` it is made. */
  readonly from: string;
  readonly place?: SharedPlace;
  /** Entities of the shared place. @default 1 */
  readonly entities?: number;
}

/** Unpack writes a batch: rows of up to 50 batches share a transaction, so they are not among these. */
export const UNPACK_REQUESTS: readonly BatchRequest[] = [
  { call: 'table/deliveries transact', from: 'unpack/write-delivery-rows' },
  { call: 'queue/deliveries send', from: 'unpack/write-batches', place: 'queue of deliveries' },
];

/** Before the first request to the mailbox. */
export const CLAIM_REQUESTS: readonly BatchRequest[] = [
  { call: 'queue/deliveries receive', from: 'functions/queue-functions', place: 'queue of deliveries' },
  { call: 'table/batches get', from: 'deliver/deliver', place: 'batches of the run' },
  { call: 'leases acquire', from: 'deliver/mailbox-session' },
  { call: 'table/mailboxes get', from: 'deliver/mailbox-session', place: 'mailboxes, one of 16' },
  { call: 'table/mailboxes replace', from: 'deliver/mailbox-session', place: 'mailboxes, one of 16' },
  { call: 'container/work range', from: 'deliver/work-blob-of-batch' },
  { call: 'table/deliveries transact', from: 'deliver/claim-deliveries' },
  { call: 'table/runs get', from: 'deliver/work-on-batch', place: 'row of the run' },
];

/** After the last answer of the mailbox. */
export const BOOKING_REQUESTS: readonly BatchRequest[] = [
  { call: 'table/deliveries transact', from: 'deliver/record-outcomes' },
  { call: 'table/batches transact', from: 'deliver/batch-book', place: 'batches of the run', entities: 2 },
  { call: 'table/mailboxes replace', from: 'deliver/mailbox-session', place: 'mailboxes, one of 16' },
  { call: 'leases release', from: 'deliver/mailbox-session' },
  { call: 'queue/deliveries remove', from: 'functions/queue-functions', place: 'queue of deliveries' },
];

/** A mailbox that is leased: the message is taken, the batch read, the lease refused, the message sent again and deleted. */
export const BUSY_REQUESTS: readonly BatchRequest[] = [
  { call: 'queue/deliveries receive', from: 'functions/queue-functions', place: 'queue of deliveries' },
  { call: 'table/batches get', from: 'deliver/deliver', place: 'batches of the run' },
  { call: 'leases acquire', from: 'deliver/mailbox-session' },
  { call: 'queue/deliveries send', from: 'deliver/deliver', place: 'queue of deliveries' },
  { call: 'queue/deliveries remove', from: 'functions/queue-functions', place: 'queue of deliveries' },
];

/** A batch that whoever had the lease has done already. */
export const DONE_REQUESTS: readonly BatchRequest[] = [
  { call: 'queue/deliveries receive', from: 'functions/queue-functions', place: 'queue of deliveries' },
  { call: 'table/batches get', from: 'deliver/deliver', place: 'batches of the run' },
  { call: 'queue/deliveries remove', from: 'functions/queue-functions', place: 'queue of deliveries' },
];

/** Another batch of the mailbox, done under the same lease; its rows of the ledger are read one by one besides. */
export const DRAIN_REQUESTS: readonly BatchRequest[] = [
  { call: 'container/work range', from: 'deliver/work-blob-of-batch' },
  { call: 'table/deliveries transact', from: 'deliver/claim-deliveries' },
  { call: 'table/runs get', from: 'deliver/work-on-batch', place: 'row of the run' },
];

/** After the last answer of the mailbox; how much of its limits is spent is reserved for 100 requests at a time. */
export const DRAINED_REQUESTS: readonly BatchRequest[] = [
  { call: 'table/deliveries transact', from: 'deliver/record-outcomes' },
  { call: 'table/batches transact', from: 'deliver/batch-book', place: 'batches of the run', entities: 2 },
  { call: 'table/mailboxes replace', from: 'deliver/mailbox-session', place: 'mailboxes, one of 16' },
];

/** Its row and its cells, up to 50 batches a transaction. */
export const BATCH_ROWS = { entities: 2, batchesATransaction: 50 } as const;

/** Unpack works on that many batches of a part side by side. */
export const UNPACK_AT_ONCE = 16;

/** Of a package: listed, seen, noted, stored, indexed, sent on, opened, checked, acknowledged (`collect`, `unpack`). */
export const PACKAGE_REQUESTS = 24;

/** Of a part: its work, its index of items, its package row (`unpack/unpack`); what is read and written of the package comes by its bytes. */
export const PART_REQUESTS = 4;

export const BLOCK_BYTES = 4 * 1024 * 1024;

/** A package is written, read back, checked and read: each time all of it. */
export const PACKAGE_PASSES = { written: 1, read: 3 } as const;

/** Sixteen partitions, by a hash (`rows/mailbox-row`, `numbers/not-ours`). */
export const SPREAD_PARTITIONS = 16;

/** Entities or messages of a place that these requests touch. */
export function touches(requests: readonly BatchRequest[], place: SharedPlace): number {
  return requests.reduce((sum, request) => (request.place === place ? sum + (request.entities ?? 1) : sum), 0);
}
