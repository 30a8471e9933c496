import type { CopyKeyKind, DeliveryProperties, InlineAttachment, MailboxCopy } from '../domain/copy/mailbox-copy';

/** Turns a copy into the bytes of the request that creates it, so that a work blob is ready to send. Pure. */
export interface CopyFormat {
  /** The part that is the same in every mailbox: rendered once an item. */
  common(copy: MailboxCopy, attachments: readonly InlineAttachment[]): Buffer;
  /** The whole request body of one delivery: `common` and its own properties. */
  request(common: Buffer, properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer;
}
