import type { DisplayAddress } from '../item/item';

/** What is the same in every mailbox that gets a copy of the item ("The copy in the mailbox", architecture section 6). */
export interface MailboxCopy {
  /** Message class, e.g. `IPM.Note.Signal.Message`. */
  readonly itemClass: string;
  readonly subject: string;
  readonly body: { readonly contentType: 'text' | 'html'; readonly content: string };
  /** Every address is valid SMTP. */
  readonly from: DisplayAddress;
  readonly to: readonly DisplayAddress[];
  readonly cc: readonly DisplayAddress[];
  /** UTC, whole seconds. */
  readonly sentAt: Date;
  readonly receivedAt: Date;
  /** Root id of the chat's thread, with angle brackets. */
  readonly references: string;
  readonly itemId: string;
  readonly packageSha256: string;
  readonly sourceMessageId: string | undefined;
  readonly mappingVersion: string;
  /** The item's own date when `sentAt` is not it (absurd or absent), as text. */
  readonly originalDate: string | undefined;
}

/** What differs from mailbox to mailbox. */
export interface DeliveryProperties {
  /** SHA-256 hex. */
  readonly importKey: string;
  readonly matchedBy: string;
}

/** Which of our key properties a copy carries: the import key, or the key of a stub that stands in for an item over the mailbox's limit. */
export type CopyKeyKind = 'import' | 'stub';

/** PidTagMessageFlags at creation: bits 0x1 read, 0x4 submitted; without 0x8 (unsent) none of them makes a draft. */
export type MessageFlags = 1 | 4 | 5;
export const MESSAGE_FLAGS: readonly MessageFlags[] = [1, 4, 5];

/** What a mailbox is told of an attachment besides its content. */
export interface AttachmentHeader {
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
}

/** An attachment that goes into the message request itself. */
export interface InlineAttachment extends AttachmentHeader {
  /** Base64 without line ends, ASCII bytes. */
  readonly base64: Buffer;
}
