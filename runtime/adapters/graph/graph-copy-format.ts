import type {
  AttachmentHeader,
  CopyKeyKind,
  DeliveryProperties,
  InlineAttachment,
  MailboxCopy,
  MessageFlags,
} from '../../domain/copy/mailbox-copy';
import type { DisplayAddress } from '../../domain/item/item';
import type { CopyFormat } from '../../ports/copy-format';
import { ExtendedProperty, keyProperty, READ_AND_SENT, systemTime } from './extended-properties';
import { CONTENT_END, fileAttachmentStart } from './file-attachment';

type Property = readonly [id: string, value: string];

const CLOSING = ']}';
const NOTHING = Buffer.alloc(0);

/**
 * The JSON of `POST /users/{id}/mailFolders/{id}/messages`. The order of keys is fixed, so that equal copies give equal bytes.
 *
 * `common` is the request up to the middle of its extended properties: what differs from mailbox to mailbox is only appended, and
 * attachments pass as the base64 they already are.
 */
export class GraphCopyFormat implements CopyFormat {
  constructor(private readonly flags: MessageFlags = READ_AND_SENT) {}

  common(copy: MailboxCopy, attachments: readonly InlineAttachment[], flags = this.flags): Buffer {
    const texts = textsAround(copy, attachments, flags);
    return unpooled(texts.flatMap((text, index) => [Buffer.from(text), attachments[index]?.base64 ?? NOTHING]));
  }

  request(common: Buffer, properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer {
    return Buffer.concat([common, Buffer.from(ownPart(properties, keyKind))]);
  }

  around(
    copy: MailboxCopy,
    attachments: readonly AttachmentHeader[],
    properties: DeliveryProperties,
    keyKind: CopyKeyKind,
  ): readonly Buffer[] {
    const texts = textsAround(copy, attachments, this.flags);
    return texts.map((text, index) => Buffer.from(index < attachments.length ? text : text + ownPart(properties, keyKind)));
  }
}

/** What stands before, between and behind the base64 of the attachments. */
function textsAround(copy: MailboxCopy, attachments: readonly AttachmentHeader[], flags: MessageFlags): string[] {
  const properties = `,"singleValueExtendedProperties":[${commonProperties(copy, flags).map(propertyJson).join(',')}`;
  if (attachments.length === 0) return [messageStart(copy) + properties];
  const starts = attachments.map(fileAttachmentStart);
  return [
    `${messageStart(copy)},"attachments":[${starts[0]}`,
    ...starts.slice(1).map((start) => `${CONTENT_END},${start}`),
    `${CONTENT_END}]${properties}`,
  ];
}

function ownPart(properties: DeliveryProperties, keyKind: CopyKeyKind): string {
  const own: Property[] = [
    [ExtendedProperty.MatchedBy, properties.matchedBy],
    [keyProperty(keyKind), properties.importKey],
  ];
  return `,${own.map(propertyJson).join(',')}${CLOSING}`;
}

/** Thousands of these wait side by side; out of Node's pool, each would keep the 8 KB that it was cut from. */
function unpooled(parts: readonly Buffer[]): Buffer {
  const whole = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) filled += part.copy(whole, filled);
  return whole;
}

/** Everything before the attachments, without the closing brace. */
function messageStart(copy: MailboxCopy): string {
  const message = {
    subject: copy.subject.toWellFormed(),
    body: { contentType: copy.body.contentType, content: copy.body.content.toWellFormed() },
    from: recipient(copy.from),
    sender: recipient(copy.from),
    toRecipients: copy.to.map(recipient),
    ccRecipients: copy.cc.map(recipient),
    importance: 'normal',
    isRead: true,
  };
  return JSON.stringify(message).slice(0, -1);
}

function commonProperties(copy: MailboxCopy, flags: MessageFlags): Property[] {
  const properties: (readonly [string, string | undefined])[] = [
    [ExtendedProperty.MessageClass, copy.itemClass],
    [ExtendedProperty.MessageFlags, String(flags)],
    [ExtendedProperty.SubmitTime, systemTime(copy.sentAt)],
    [ExtendedProperty.DeliveryTime, systemTime(copy.receivedAt)],
    [ExtendedProperty.References, copy.references],
    [ExtendedProperty.ItemId, copy.itemId],
    [ExtendedProperty.PackageSha256, copy.packageSha256],
    [ExtendedProperty.SourceMessageId, copy.sourceMessageId],
    [ExtendedProperty.MappingVersion, copy.mappingVersion],
    [ExtendedProperty.OriginalDate, copy.originalDate],
  ];
  return properties.filter((property): property is Property => property[1] !== undefined && property[1] !== '');
}

const recipient = ({ name, address }: DisplayAddress) => ({ emailAddress: { name: name.toWellFormed(), address } });

const propertyJson = ([id, value]: Property): string => JSON.stringify({ id, value: value.toWellFormed() });
