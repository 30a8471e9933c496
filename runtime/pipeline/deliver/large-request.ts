import type { InlineAttachment } from '../../domain/copy/mailbox-copy';
import { base64OfRange } from '../../domain/item/attachment-content';
import type { Attachment } from '../../domain/item/item';
import type { CopyFormat } from '../../ports/copy-format';
import type { LargeWork } from '../work-blob';
import type { ItemCursor } from './item-cursor';

/** Graph takes requests below 4 MB; the rest is room for headers and what a server may count besides. */
const MAX_REQUEST_BYTES = 3_500_000;
/** Around the base64 of an attachment: property names, type, content id. */
const ATTACHMENT_FRAME_BYTES = 400;
/** A character of a name takes at most this many bytes in JSON. */
const NAME_CHARACTER_BYTES = 6;

/** Which attachments go into the message request itself, in order, until it is full. */
export interface InlinePlan {
  readonly inline: readonly Attachment[];
  readonly later: readonly Attachment[];
}

export function planInline(work: LargeWork, copyFormat: CopyFormat): InlinePlan {
  let bytes = copyFormat.common(work.copy, []).length;
  const inline: Attachment[] = [];
  const later: Attachment[] = [];
  for (const attachment of work.attachments) {
    const size = Math.ceil(attachment.bytes / 3) * 4 + attachment.name.length * NAME_CHARACTER_BYTES + ATTACHMENT_FRAME_BYTES;
    const fits = bytes + size <= MAX_REQUEST_BYTES;
    if (fits) bytes += size;
    (fits ? inline : later).push(attachment);
  }
  return { inline, later };
}

/** The message request with these attachments in it, read from the package. */
export async function renderRequest(
  work: LargeWork,
  inline: readonly Attachment[],
  cursor: ItemCursor,
  copyFormat: CopyFormat,
): Promise<Buffer> {
  const attachments: InlineAttachment[] = [];
  for (const attachment of inline) {
    const base64 = await base64OfRange(attachment, cursor.range(attachment.start, attachment.end));
    attachments.push({
      name: attachment.name,
      contentType: attachment.contentType,
      isInline: attachment.isInline,
      contentId: attachment.contentId,
      base64,
    });
  }
  return copyFormat.whole(work.copy, attachments, work, 'import');
}
