import { cut } from '../item/clean-text';
import type { Attachment } from '../item/item';
import type { MailboxCopy } from './mailbox-copy';

/** `over-limit`: the mailbox takes no item of this size; `attach-refused`: this tenant lets nothing be attached after creation. */
export type WhyStub = 'over-limit' | 'attach-refused';

type ListedAttachment = Pick<Attachment, 'name' | 'bytes' | 'sha256'>;

/** A stub must fit into one request, whatever the item holds. In characters and attachments; an HTML body is never longer (`cleanHtml`). */
const MAX_TEXT_LENGTH = 256 * 1024;
const MAX_LISTED_ATTACHMENTS = 1_000;

const WHY: Readonly<Record<WhyStub, string>> = {
  'over-limit':
    'This item is larger than this mailbox takes. The whole item is kept unchanged in the archive storage; it follows when the limit is raised.',
  'attach-refused':
    'The attachments of this item could not be added to the mailbox. The whole item is kept unchanged in the archive storage; it follows when they can.',
};

/**
 * Stands in for an item that the mailbox does not take: the same metadata and text, and the list of what is missing with its SHA-256.
 * The only copy to which the connector adds words of its own.
 */
export function stubOf(copy: MailboxCopy, attachments: readonly ListedAttachment[], why: WhyStub): MailboxCopy {
  const { contentType, content } = copy.body;
  const isCut = content.length > MAX_TEXT_LENGTH;
  const note = noteOf(attachments, why, isCut);
  if (contentType === 'html') return { ...copy, body: { contentType, content: `${content}<hr><pre>${escapeHtml(note)}</pre>` } };
  return { ...copy, body: { contentType, content: `${cut(content, MAX_TEXT_LENGTH)}\n\n----\n${note}` } };
}

function noteOf(attachments: readonly ListedAttachment[], why: WhyStub, isCut: boolean): string {
  const listed = attachments
    .slice(0, MAX_LISTED_ATTACHMENTS)
    .map(({ name, bytes, sha256 }) => `${name}, ${bytes} bytes, SHA-256 ${sha256}`);
  const unlisted = attachments.length - listed.length;
  return [
    WHY[why],
    ...(isCut ? ['The text goes on in the kept item.'] : []),
    '',
    `Attachments: ${attachments.length}`,
    ...listed,
    ...(unlisted > 0 ? [`and ${unlisted} more`] : []),
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
