import type { CopyKeyKind, DeliveryProperties, InlineAttachment, MailboxCopy, MessageFlags } from '../domain/copy/mailbox-copy';

/** Turns a copy into the bytes of the request that creates it, so that a work blob is ready to send. Pure. */
export interface CopyFormat {
  /** The part that is the same in every mailbox: rendered once an item. `flags`: only `probe` asks for others than the settings'. */
  common(copy: MailboxCopy, attachments: readonly InlineAttachment[], flags?: MessageFlags): Buffer;
  /** The whole request body of one delivery: `common` and its own properties. */
  request(common: Buffer, properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer;
  /** Both at once, for an item that is rendered for one mailbox: a large one is copied once less. */
  whole(copy: MailboxCopy, attachments: readonly InlineAttachment[], properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer;
}
