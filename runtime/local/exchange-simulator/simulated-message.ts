/** Bits of PidTagMessageFlags. */
const READ_FLAG = 0x1;
const UNSENT_FLAG = 0x8;

export const MESSAGE_FLAGS = 'Integer 0x0E07';
export const SUBMIT_TIME = 'SystemTime 0x0039';
export const DELIVERY_TIME = 'SystemTime 0x0E06';
export const MESSAGE_CLASS = 'String 0x001A';
export const REFERENCES = 'String 0x1039';

export interface SimulatedAddress {
  readonly name: string;
  readonly address: string;
}

/** Bytes of an attachment or of a long body; `bytes` and `sha256` stay when the content is not kept. */
export interface KeptContent {
  readonly bytes: number;
  readonly sha256: string;
  readonly content: Buffer | undefined;
}

export interface SimulatedAttachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
  readonly kept: KeptContent;
}

/** What a client decides of a message when it creates it. */
export interface NewMessage {
  subject: string;
  body: { contentType: string; content: string };
  readonly from: SimulatedAddress | undefined;
  readonly sender: SimulatedAddress | undefined;
  readonly to: readonly SimulatedAddress[];
  readonly cc: readonly SimulatedAddress[];
  readonly bcc: readonly SimulatedAddress[];
  readonly replyTo: readonly SimulatedAddress[];
  readonly importance: string;
  isRead: boolean | undefined;
  readonly categories: readonly string[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly internetMessageId: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
}

/** A message in a simulated mailbox. Times are milliseconds; Exchange shows whole seconds. */
export interface SimulatedMessage extends NewMessage {
  readonly id: string;
  folderId: string;
  readonly createdAt: number;
  /** From when on a filter sees it. */
  readonly visibleAt: number;
  readonly isDraft: boolean;
  readonly sentAt: number;
  receivedAt: number;
  readonly attachments: SimulatedAttachment[];
  /** As the mailbox counts it: text, attachments and a little more. */
  bytes: number;
}

const OVERHEAD_BYTES = 1_024;

export interface MessageBirth {
  readonly id: string;
  readonly folderId: string;
  readonly createdAt: number;
  readonly visibleAt: number;
}

/**
 * Only the flags given at creation decide whether a message is a draft, and only the SystemTime properties set its times: the fields
 * `sentDateTime` and `receivedDateTime` of a POST are not honoured.
 */
export function bornMessage(asked: NewMessage, birth: MessageBirth, attachments: SimulatedAttachment[]): SimulatedMessage {
  const flags = asked.properties.get(MESSAGE_FLAGS);
  const isDraft = flags === undefined || (Number(flags) & UNSENT_FLAG) !== 0;
  const isRead = asked.isRead ?? (flags !== undefined && (Number(flags) & READ_FLAG) !== 0);
  return {
    ...asked,
    ...birth,
    isDraft,
    isRead,
    sentAt: propertyTime(asked.properties.get(SUBMIT_TIME)) ?? birth.createdAt,
    receivedAt: propertyTime(asked.properties.get(DELIVERY_TIME)) ?? birth.createdAt,
    attachments,
    bytes: OVERHEAD_BYTES + Buffer.byteLength(asked.body.content) + attachments.reduce((sum, { kept }) => sum + kept.bytes, 0),
  };
}

const propertyTime = (value: string | undefined): number | undefined => (value === undefined ? undefined : Date.parse(value));

export function graphTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

const recipient = ({ name, address }: SimulatedAddress) => ({ emailAddress: { name, address } });

/** Every property of a message the simulator knows, in the order Graph answers them. */
const RENDERED: Readonly<Record<string, (message: SimulatedMessage) => unknown>> = {
  createdDateTime: ({ createdAt }) => graphTime(createdAt),
  lastModifiedDateTime: ({ createdAt }) => graphTime(createdAt),
  categories: ({ categories }) => categories,
  receivedDateTime: ({ receivedAt }) => graphTime(receivedAt),
  sentDateTime: ({ sentAt }) => graphTime(sentAt),
  hasAttachments: ({ attachments }) => attachments.some(({ isInline }) => !isInline),
  internetMessageId: ({ internetMessageId, id }) => internetMessageId ?? `<${id.replaceAll(/[^A-Za-z0-9]/g, '')}@simulated.example>`,
  subject: ({ subject }) => subject,
  bodyPreview: ({ body }) => body.content.slice(0, 255),
  importance: ({ importance }) => importance,
  parentFolderId: ({ folderId }) => folderId,
  conversationId: ({ properties, id }) => properties.get(REFERENCES) ?? id,
  isRead: ({ isRead }) => isRead,
  isDraft: ({ isDraft }) => isDraft,
  body: ({ body }) => body,
  sender: ({ sender }) => sender && recipient(sender),
  from: ({ from }) => from && recipient(from),
  toRecipients: ({ to }) => to.map(recipient),
  ccRecipients: ({ cc }) => cc.map(recipient),
  bccRecipients: ({ bcc }) => bcc.map(recipient),
  replyTo: ({ replyTo }) => replyTo.map(recipient),
};

export const MESSAGE_PROPERTIES: ReadonlySet<string> = new Set(['id', ...Object.keys(RENDERED)]);

/** The message as Graph answers it; `expand`: the one extended property to show. */
export function messageView(message: SimulatedMessage, select?: readonly string[], expand?: string): Record<string, unknown> {
  const view: Record<string, unknown> = { '@odata.etag': `W/"${message.id}"`, id: message.id };
  for (const name of select ?? Object.keys(RENDERED)) {
    const render = RENDERED[name];
    if (render !== undefined) view[name] = render(message);
  }
  const value = expand === undefined ? undefined : message.properties.get(expand);
  if (value !== undefined) view['singleValueExtendedProperties'] = [{ id: expand, value }];
  return view;
}

/** `contentBytes` only where one attachment is asked for; lists are asked for with `$select`. */
export function attachmentView({ id, name, contentType, isInline, contentId, kept }: SimulatedAttachment): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    id,
    name,
    contentType,
    size: kept.bytes + ATTACHMENT_OVERHEAD_BYTES,
    isInline,
    contentId: contentId ?? null,
  };
}

/** Exchange counts an attachment's name and properties too. */
const ATTACHMENT_OVERHEAD_BYTES = 238;
