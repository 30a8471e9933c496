import { type BatchRow, batchKey } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { pendingDelivery } from '../../../runtime/pipeline/rows/pending-delivery';
import type { DeliveryPart, ReadyWork } from '../../../runtime/pipeline/work-blob';

export const BATCH_ID = 'b'.repeat(32);
export const MAILBOX = '00000000-0000-4000-8000-000000000001';

/** A batch of the package that its own run collected. */
export const aBatch = (fields: Partial<BatchRow> = {}): BatchRow => ({
  partition: 'run-1',
  key: batchKey(BATCH_ID),
  v: 1,
  mailboxId: MAILBOX,
  address: 'anna@contoso.example',
  packageRun: 'run-1',
  packageId: 'package-1',
  blob: 'work',
  blobSha256: 'f'.repeat(64),
  holdReason: '',
  mappingVersion: 'e'.repeat(64),
  deliveries: 1,
  decided: 0,
  decidedAt: '',
  state: 'open',
  counts: '',
  enqueuedAt: '2026-11-21T06:31:00.000Z',
  notBefore: '',
  ...fields,
});

export const aPart = (fields: Partial<DeliveryPart> = {}): DeliveryPart => ({
  importKey: 'a'.repeat(64),
  itemId: 'c'.repeat(64),
  entry: 7,
  bytes: 1_234,
  matchedBy: 'custom-mapping',
  sentAt: '2026-11-20T10:00:00.000Z',
  itemKind: 'message',
  people: 'matched:1,external:1',
  heldId: '',
  heldReason: '',
  participant: 'd'.repeat(16),
  ...fields,
});

/** As unpack wrote it for that batch, with what happened since. */
export const aRow = (fields: Partial<DeliveryRow> = {}): DeliveryRow => ({ ...pendingDelivery(aBatch(), aPart()), ...fields });

/** A delivery whose request is ready. */
export const aWork = (fields: Partial<DeliveryPart> = {}): ReadyWork => ({
  ...aPart(fields),
  kind: 'ready',
  receivedAt: '2026-11-20T10:00:00.000Z',
  offset: 0,
  length: 100,
});
