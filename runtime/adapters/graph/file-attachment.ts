import type { AttachmentHeader } from '../../domain/copy/mailbox-copy';

export const CONTENT_END = '"}';

/** A `fileAttachment` as JSON up to its base64, which is neither copied nor escaped: it is ASCII without quotes. `CONTENT_END` follows it. */
export function fileAttachmentStart(header: AttachmentHeader): string {
  const start = JSON.stringify({
    '@odata.type': '#microsoft.graph.fileAttachment',
    name: header.name.toWellFormed(),
    contentType: header.contentType,
    isInline: header.isInline,
    contentId: header.contentId,
  });
  return `${start.slice(0, -1)},"contentBytes":"`;
}
