import type { CopyKeyKind, DeliveryProperties, InlineAttachment, MailboxCopy, MessageFlags } from '../../domain/copy/mailbox-copy';
import type { DisplayAddress } from '../../domain/item/item';
import type { CopyFormat } from '../../ports/copy-format';
import { ExtendedProperty, keyProperty, READ_AND_SENT, systemTime } from './extended-properties';
import { fileAttachmentParts } from './file-attachment';

type Property = readonly [id: string, value: string];

const CLOSING = ']}';

/**
 * The JSON of `POST /users/{id}/mailFolders/{id}/messages`. The order of keys is fixed, so that equal copies give equal bytes.
 *
 * `common` is the request up to the middle of its extended properties: what differs from mailbox to mailbox is only appended, and
 * attachments pass as the base64 they already are.
 */
export class GraphCopyFormat implements CopyFormat {
  constructor(private readonly flags: MessageFlags = READ_AND_SENT) {}

  common(copy: MailboxCopy, attachments: readonly InlineAttachment[], flags = this.flags): Buffer {
    return unpooled(commonParts(copy, attachments, flags));
  }

  request(common: Buffer, properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer {
    return Buffer.concat([common, ownPart(properties, keyKind)]);
  }

  whole(copy: MailboxCopy, attachments: readonly InlineAttachment[], properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer {
    return Buffer.concat([...commonParts(copy, attachments, this.flags), ownPart(properties, keyKind)]);
  }
}

function commonParts(copy: MailboxCopy, attachments: readonly InlineAttachment[], flags: MessageFlags): Buffer[] {
  const parts: Buffer[] = [Buffer.from(messageStart(copy))];
  if (attachments.length > 0) {
    parts.push(Buffer.from(',"attachments":['));
    attachments.forEach((attachment, index) => {
      if (index > 0) parts.push(Buffer.from(','));
      parts.push(...fileAttachmentParts(attachment, attachment.base64));
    });
    parts.push(Buffer.from(']'));
  }
  parts.push(Buffer.from(`,"singleValueExtendedProperties":[${commonProperties(copy, flags).map(propertyJson).join(',')}`));
  return parts;
}

function ownPart(properties: DeliveryProperties, keyKind: CopyKeyKind): Buffer {
  const own: Property[] = [
    [ExtendedProperty.MatchedBy, properties.matchedBy],
    [keyProperty(keyKind), properties.importKey],
  ];
  return Buffer.from(`,${own.map(propertyJson).join(',')}${CLOSING}`);
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
