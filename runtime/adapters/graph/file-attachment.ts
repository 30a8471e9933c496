/** What Graph wants to know of an attachment besides its content. */
export interface AttachmentHeader {
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
}

const CONTENT_END = Buffer.from('"}');

/** A `fileAttachment` as JSON in pieces: the base64 is neither copied nor escaped, it is ASCII without quotes. */
export function fileAttachmentParts(header: AttachmentHeader, base64: Buffer): readonly Buffer[] {
  const start = JSON.stringify({
    '@odata.type': '#microsoft.graph.fileAttachment',
    name: header.name.toWellFormed(),
    contentType: header.contentType,
    isInline: header.isInline,
    contentId: header.contentId,
  });
  return [Buffer.from(`${start.slice(0, -1)},"contentBytes":"`), base64, CONTENT_END];
}
