import { GraphCopyFormat } from '../../../runtime/adapters/graph/graph-copy-format';
import { copyOf } from '../../../runtime/domain/copy/copy-of';
import { attachmentBase64 } from '../../../runtime/domain/item/attachment-content';
import type { Item } from '../../../runtime/domain/item/item';
import { isSmtpAddress } from '../../../runtime/domain/routing/comparable-address';
import { sha256 } from '../item/item-rules';

const UNSAFE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;
const FORMAT = new GraphCopyFormat();
const FACTS = {
  arrivedAt: new Date('2026-11-20T12:00:00Z'),
  packageSha256: 'a'.repeat(64),
  mappingVersion: 'b'.repeat(64),
  itemClass: 'IPM.Note.Signal',
  chatKey: 'key',
  routing: { mailboxes: [] },
};

interface Request {
  readonly subject: string;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly from: { readonly emailAddress: { readonly name: string; readonly address: string } };
  readonly toRecipients: readonly Request['from'][];
  readonly ccRecipients: readonly Request['from'][];
  readonly attachments?: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly contentId?: string;
    readonly contentBytes: string;
  }[];
  readonly singleValueExtendedProperties: readonly { readonly id: string; readonly value: string }[];
}

/** The request that creates a copy: JSON of the known shape, no line of it more than a line, valid addresses, whole attachments, no markup that runs. */
export function brokenRequestRules(item: Item, bytes: Buffer): string[] {
  const attachments = item.attachments.map((attachment) => ({
    ...attachment,
    base64: attachmentBase64(bytes.subarray(attachment.start, attachment.end), attachment),
  }));
  const common = FORMAT.common(copyOf(item, FACTS), attachments);
  const text = FORMAT.request(common, { importKey: 'c'.repeat(64), matchedBy: 'row' }, 'import').toString();
  const request = JSON.parse(text) as Request;
  const people = [request.from, ...request.toRecipients, ...request.ccRecipients].map(({ emailAddress }) => emailAddress);
  const sent = request.attachments ?? [];
  const lines = [
    request.subject,
    ...people.flatMap(({ name, address }) => [name, address]),
    ...sent.flatMap(({ name, contentType, contentId }) => [name, contentType, contentId ?? '']),
    ...request.singleValueExtendedProperties.flatMap(({ id, value }) => [id, value]),
  ];
  const broken = lines.filter((line) => UNSAFE.test(line)).map((line) => `unsafe line in the request ${JSON.stringify(line)}`);
  if (!people.every(({ address }) => isSmtpAddress(address))) broken.push('an address that is none in the request');
  if (people.length < item.participants.filter(({ role }) => role !== 'owner').length)
    broken.push('a participant is missing in the request');
  const isWhole = sent.every(({ contentBytes }, index) => sha256(Buffer.from(contentBytes, 'base64')) === item.attachments[index]?.sha256);
  if (sent.length !== item.attachments.length || !isWhole) broken.push('an attachment differs in the request');
  if (
    request.body.contentType === 'html' &&
    /<(?:script|style|iframe|object|svg|link|meta|base|form)|\son\w+\s*=|javascript:/i.test(withoutText(request.body.content))
  )
    broken.push('markup that runs or loads in the request');
  if (!text.isWellFormed()) broken.push('lone surrogates in the request');
  return broken;
}

/** Tags only: what a person wrote about `onload=` is text. */
const withoutText = (html: string): string => (html.match(/<[^>]*>/g) ?? []).join('');
