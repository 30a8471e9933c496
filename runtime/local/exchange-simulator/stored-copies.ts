import type { SimulatedExchange } from './simulated-exchange';
import type { SimulatedFolder } from './simulated-folder';
import type { SimulatedMailbox } from './simulated-mailbox';
import { MESSAGE_CLASS, type SimulatedAddress, type SimulatedMessage } from './simulated-message';

/** A message as it lies in a mailbox, with everything a check wants to compare. */
export interface StoredCopy {
  readonly mailbox: string;
  readonly userPrincipalName: string;
  readonly folder: string;
  readonly folderId: string;
  readonly id: string;
  readonly isDraft: boolean;
  readonly isRead: boolean;
  readonly subject: string;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly from: SimulatedAddress | undefined;
  readonly to: readonly SimulatedAddress[];
  readonly cc: readonly SimulatedAddress[];
  readonly sentAt: string;
  readonly receivedAt: string;
  readonly createdAt: string;
  readonly importance: string;
  readonly categories: readonly string[];
  readonly messageClass: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly attachments: readonly StoredAttachment[];
}

export interface StoredAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
  readonly bytes: number;
  /** Of the decoded bytes, hex. */
  readonly sha256: string;
}

/** Every message of the folders that a client made; those that come with a mailbox are left out when they hold nothing. */
export function* storedCopies(exchange: SimulatedExchange, mailboxId?: string): Generator<StoredCopy> {
  for (const mailbox of exchange.mailboxes) {
    if (mailboxId !== undefined && mailbox.user.id !== mailboxId) continue;
    for (const message of mailbox.messages.values()) yield storedCopy(mailbox, mailbox.folder(message.folderId), message);
  }
}

export function storedCopy(mailbox: SimulatedMailbox, folder: SimulatedFolder, message: SimulatedMessage): StoredCopy {
  return {
    mailbox: mailbox.user.id,
    userPrincipalName: mailbox.user.userPrincipalName,
    folder: folder.displayName,
    folderId: folder.id,
    id: message.id,
    isDraft: message.isDraft,
    isRead: message.isRead === true,
    subject: message.subject,
    body: message.body,
    from: message.from,
    to: message.to,
    cc: message.cc,
    sentAt: new Date(message.sentAt).toISOString(),
    receivedAt: new Date(message.receivedAt).toISOString(),
    createdAt: new Date(message.createdAt).toISOString(),
    importance: message.importance,
    categories: message.categories,
    messageClass: message.properties.get(MESSAGE_CLASS) ?? 'IPM.Note',
    properties: Object.fromEntries(message.properties),
    attachments: message.attachments.map(({ name, contentType, isInline, contentId, kept }) => ({
      name,
      contentType,
      isInline,
      contentId,
      bytes: kept.bytes,
      sha256: kept.sha256,
    })),
  };
}
