import { createHash } from 'node:crypto';
import type { MailboxCopy } from '../domain/copy/mailbox-copy';
import type { Attachment } from '../domain/item/item';
import type { ItemLocator } from '../domain/package/item-locator';

/** What Exchange is asked for, to be compared with what it answers. ISO, whole seconds. */
export interface AskedDates {
  readonly sentAt: string;
  readonly receivedAt: string;
}

/** Which delivery it is: with the batch row this is all that its ledger row holds, so that an untouched row can be claimed without reading it. */
export interface DeliveryPart {
  readonly importKey: string;
  readonly itemId: string;
  readonly entry: number;
  /** Size of the item. */
  readonly bytes: number;
  readonly matchedBy: string;
  /** As the copy shows it, ISO. */
  readonly sentAt: string;
  readonly itemKind: string;
  /** Who is in the item (`peopleSummary`). */
  readonly people: string;
  /** The held entry that is taken up again, and why it was held; '' for a new delivery. */
  readonly heldId: string;
  readonly heldReason: string;
  /** Whose mailbox it is: the first 16 digits of the key of a participant; '' when only the email property names it. */
  readonly participant: string;
}

/** A delivery whose request is ready to be sent as it is. */
export interface ReadyWork extends DeliveryPart, AskedDates {
  readonly kind: 'ready';
  readonly offset: number;
  readonly length: number;
}

/** A delivery of a large item: its attachments are read from the package when it is sent. */
export interface LargeWork extends DeliveryPart, AskedDates {
  readonly kind: 'large';
  readonly copy: MailboxCopy;
  readonly locator: ItemLocator;
  readonly attachments: readonly Attachment[];
}

export type Work = ReadyWork | LargeWork;

/** A delivery before it is placed in the blob. */
export type WorkToWrite = { readonly work: LargeWork } | { readonly work: Omit<ReadyWork, 'offset' | 'length'>; readonly request: Buffer };

export interface WorkBlob {
  readonly deliveries: readonly Work[];
  /** The ready request of a delivery: a view into the blob. */
  request(work: ReadyWork): Buffer;
}

const MAGIC = Buffer.from('SAW1');
const HEADER_BYTES = MAGIC.length + 4;

/** `SAW1`, length of the index (UInt32BE), the index as JSON, then the requests one after the other. */
export function encodeWorkBlob(deliveries: readonly WorkToWrite[]): Buffer {
  const requests: Buffer[] = [];
  const index: Work[] = [];
  let offset = 0;
  for (const delivery of deliveries) {
    if (!('request' in delivery)) {
      index.push(delivery.work);
      continue;
    }
    index.push({ ...delivery.work, offset, length: delivery.request.length });
    requests.push(delivery.request);
    offset += delivery.request.length;
  }
  const json = Buffer.from(JSON.stringify({ v: 1, deliveries: index }));
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32BE(json.length, MAGIC.length);
  return Buffer.concat([header, json, ...requests]);
}

/** Throws when the bytes are no work blob of this version; the caller has compared their hash with the batch row before. */
export function decodeWorkBlob(bytes: Buffer): WorkBlob {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('Not a work blob of this version');
  const bodies = HEADER_BYTES + bytes.readUInt32BE(MAGIC.length);
  const { deliveries } = JSON.parse(bytes.toString('utf8', HEADER_BYTES, bodies)) as { deliveries: Work[] };
  return {
    deliveries: deliveries.map((work) => (work.kind !== 'large' ? work : { ...work, copy: reviveDates(work.copy) })),
    request: (work) => bytes.subarray(bodies + work.offset, bodies + work.offset + work.length),
  };
}

export const workBlobSha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function reviveDates(copy: MailboxCopy): MailboxCopy {
  return { ...copy, sentAt: new Date(copy.sentAt), receivedAt: new Date(copy.receivedAt) };
}
