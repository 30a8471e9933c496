import type { CopyKeyKind } from '../../domain/copy/mailbox-copy';
import type { ExchangeCopy, ShownCopy, StagedAttachment, UploadSession } from '../../ports/exchange';
import { ExtendedProperty } from './extended-properties';
import { expandedProperty, type GraphObject, text, time } from './graph-object';

/** A message as Graph shows it; undefined when it has no id, so that it cannot be named. */
export function copyOf(message: GraphObject | undefined): ExchangeCopy | undefined {
  const id = text(message?.['id']);
  if (message === undefined || id === undefined) return undefined;
  const isDraft = message['isDraft'];
  return {
    id,
    isDraft: typeof isDraft === 'boolean' ? isDraft : undefined,
    sentAt: time(message['sentDateTime']),
    receivedAt: time(message['receivedDateTime']),
    folderId: text(message['parentFolderId']),
    createdAt: time(message['createdDateTime']),
  };
}

export function shownCopyOf(message: GraphObject | undefined): ShownCopy | undefined {
  const copy = copyOf(message);
  if (copy === undefined || message === undefined) return undefined;
  const isRead = message['isRead'];
  const to = message['toRecipients'];
  return {
    ...copy,
    isRead: typeof isRead === 'boolean' ? isRead : undefined,
    itemClass: expandedProperty(message, ExtendedProperty.MessageClass),
    from: addressOf(message['from']),
    to: Array.isArray(to) ? to.flatMap((recipient) => addressOf(recipient) ?? []) : [],
  };
}

function addressOf(recipient: unknown): string | undefined {
  const { emailAddress } = (recipient ?? {}) as { emailAddress?: { address?: unknown } | null };
  return text(emailAddress?.address);
}

/** Every object of a page; undefined when the answer is no list. */
export function listOf(page: GraphObject | undefined): readonly GraphObject[] | undefined {
  const value = page?.['value'];
  if (!Array.isArray(value)) return undefined;
  return value.filter((entry): entry is GraphObject => typeof entry === 'object' && entry !== null);
}

export function nextLinkOf(page: GraphObject | undefined): string | undefined {
  return text(page?.['@odata.nextLink']);
}

/** `nextExpectedRanges` is `["<offset>-"]`; Outlook writes some of the names with a capital letter. An empty list is a session that is done. */
export function sessionOf(answer: GraphObject | undefined, url: string): UploadSession | undefined {
  if (answer === undefined) return undefined;
  const ranges = answer['nextExpectedRanges'] ?? answer['NextExpectedRanges'];
  const first = Array.isArray(ranges) ? text(ranges[0]) : undefined;
  const offset = /^(\d{1,12})/.exec(first ?? '')?.[1];
  if (offset === undefined) return undefined;
  return { url, expiresAt: time(answer['expirationDateTime'] ?? answer['ExpirationDateTime']), nextOffset: Number(offset) };
}

export function uploadUrlOf(answer: GraphObject | undefined): string | undefined {
  return text(answer?.['uploadUrl'] ?? answer?.['UploadUrl']);
}

export function attachmentOf(attachment: GraphObject): StagedAttachment | undefined {
  const name = attachment['name'];
  const size = attachment['size'];
  return typeof name === 'string' && typeof size === 'number' ? { name, bytes: size } : undefined;
}

export interface CopyKey {
  readonly id: string;
  readonly key: string;
  readonly kind: CopyKeyKind;
  readonly itemId: string | undefined;
}
