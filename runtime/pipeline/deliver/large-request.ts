import { base64Length, base64Room, writeBase64 } from '../../domain/item/attachment-content';
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
    const size = base64Length(attachment.bytes) + attachment.name.length * NAME_CHARACTER_BYTES + ATTACHMENT_FRAME_BYTES;
    const fits = bytes + size <= MAX_REQUEST_BYTES;
    if (fits) bytes += size;
    (fits ? inline : later).push(attachment);
  }
  return { inline, later };
}

/** The message request with these attachments in it, read from the package; put together in place, because each copy is as large as they are. */
export async function renderRequest(
  work: LargeWork,
  inline: readonly Attachment[],
  cursor: ItemCursor,
  copyFormat: CopyFormat,
): Promise<Buffer> {
  const pieces = copyFormat.around(work.copy, inline, work, 'import');
  const request = Buffer.allocUnsafeSlow(
    inline.reduce((room, attachment) => room + base64Room(attachment), 0) + pieces.reduce((sum, { length }) => sum + length, 0),
  );
  let length = 0;
  for (const [index, piece] of pieces.entries()) {
    length += piece.copy(request, length);
    const attachment = inline[index];
    if (attachment === undefined) continue;
    length += await writeBase64(attachment, () => cursor.range(attachment.start, attachment.end), request.subarray(length));
  }
  return request.subarray(0, length);
}
