import { createHash } from 'node:crypto';
import { attachmentBase64, decodeAttachment } from '../../../runtime/domain/item/attachment-content';
import type { Attachment, Item } from '../../../runtime/domain/item/item';

const UNSAFE_IN_A_LINE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;
const UNSAFE_IN_A_NAME = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069/\\]/;
const PHONE = /^[0-9]{7,15}$/;
const CONTENT_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+*-]+$/;

/** What holds of every readable item, whatever its bytes are. Plain conditions: `expect` would cost more than the reader. */
export function brokenRules(item: Item, bytes: Buffer): string[] {
  const lines = [item.subject, item.chat, item.messageId ?? '', item.sourceMessageId ?? '', item.otherArchiver ?? ''];
  for (const { name, address } of [...item.to, ...item.cc, ...(item.from === undefined ? [] : [item.from])]) lines.push(name, address);
  for (const { name, address } of item.participants) lines.push(name, address ?? '');
  const wrong = lines.filter((line) => UNSAFE_IN_A_LINE.test(line)).map((line) => `unsafe line ${JSON.stringify(line)}`);
  if (item.participants.some(({ phone }) => phone !== undefined && !PHONE.test(phone))) wrong.push('phone');
  if (item.participants.some(({ isAddressAmbiguous, address }) => isAddressAmbiguous && address !== undefined))
    wrong.push('ambiguous address');
  if (/[\0\r]/.test(item.text)) wrong.push('unsafe text');
  if (item.headers.some(([name, value]) => /[\0\r\n]/.test(name + value))) wrong.push('unsafe header');
  if (item.date !== undefined && Number.isNaN(item.date.getTime())) wrong.push('a date that is none');
  return [...wrong, ...item.attachments.flatMap((attachment) => attachmentProblems(attachment, bytes))];
}

function attachmentProblems(attachment: Attachment, bytes: Buffer): string[] {
  const encoded = bytes.subarray(attachment.start, attachment.end);
  const decoded = decodeAttachment(encoded, attachment.encoding);
  const base64 = decoded.toString('base64');
  const wrong: string[] = [];
  if (UNSAFE_IN_A_NAME.test(attachment.name) || attachment.name === '') wrong.push(`unsafe name ${JSON.stringify(attachment.name)}`);
  if (UNSAFE_IN_A_LINE.test(attachment.contentId ?? '') || !CONTENT_TYPE.test(attachment.contentType)) wrong.push('unsafe part header');
  if (decoded.length !== attachment.bytes || sha256(decoded) !== attachment.sha256)
    wrong.push('attachment does not stand where it is said to');
  if (attachment.isCleanBase64 && encoded.toString('latin1').replace(/[\r\n]/g, '') !== base64) wrong.push('base64 is not clean');
  if (attachmentBase64(encoded, attachment).toString('latin1') !== base64) wrong.push('other base64 for the request');
  return wrong;
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
