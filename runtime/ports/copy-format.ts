import type {
  AttachmentHeader,
  CopyKeyKind,
  DeliveryProperties,
  InlineAttachment,
  MailboxCopy,
  MessageFlags,
} from '../domain/copy/mailbox-copy';

/** Turns a copy into the bytes of the request that creates it, so that a work blob is ready to send. Pure. */
export interface CopyFormat {
  /** The part that is the same in every mailbox: rendered once an item. `flags`: only `probe` asks for others than the settings'. */
  common(copy: MailboxCopy, attachments: readonly InlineAttachment[], flags?: MessageFlags): Buffer;
  /** The whole request body of one delivery: `common` and its own properties. */
  request(common: Buffer, properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer;
  /**
   * The same for an item that is rendered for one mailbox: what stands before, between and behind the base64 of its attachments, one piece more
   * than there are attachments, so that a large request is put together in place.
   */
  around(
    copy: MailboxCopy,
    attachments: readonly AttachmentHeader[],
    properties: DeliveryProperties,
    keyKind: CopyKeyKind,
  ): readonly Buffer[];
}
