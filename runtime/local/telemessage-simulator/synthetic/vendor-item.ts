import { createHash } from 'node:crypto';
import { headerDate, headerText } from './header-encoding';
import { type Header, type MimePart, writeEml } from './mime-writer';
import { displayName, type ParticipantFormat } from './participant-format';
import type { Person } from './people';
import { type MessageFile, recipientsOf, type SignalMessage } from './signal-message';
import { vendorTime } from './vendor-text';

/**
 * Names of the vendor's own headers are not published. These are assumptions, the defaults of the settings where those have one;
 * `X-Archived-User` is in no default, so that by default nobody is known as the owner unless the email property has one address.
 */
export const ASSUMED_HEADERS = {
  emailProperty: 'X-User-Email-Address',
  owner: 'X-Archived-User',
  sourceType: 'X-Source-Type',
  kind: 'X-Message-Type',
  group: 'X-Group-Id',
} as const;

const TEXT_TYPE = 'text/plain; charset=UTF-8';
const PLAIN_ASCII_LINE = /^[\x20-\x7e]{0,900}$/;

/** The item that the phone of `owner` hands in: one EML, as the vendor writes it. */
export function writeVendorItem(message: SignalMessage, owner: Person, format: ParticipantFormat): Buffer {
  return writeEml(vendorHeaders(message, owner, format), vendorBody(message, owner));
}

export function vendorHeaders(message: SignalMessage, owner: Person, format: ParticipantFormat): Header[] {
  const { chat, sender } = message;
  const addresses = chat.members.flatMap(({ address }) => (address === undefined ? [] : [address]));
  const headers: Header[] = [
    ['Date', headerDate(message.sentAt)],
    ['From', shownParticipant(sender, format)],
    [
      'To',
      recipientsOf(message)
        .map((person) => shownParticipant(person, format))
        .join(',\r\n '),
    ],
    ['Message-ID', `<${message.id}>`],
    ['Subject', headerText(message.subject)],
    [ASSUMED_HEADERS.sourceType, 'SIGNAL'],
    [ASSUMED_HEADERS.kind, message.context],
    [ASSUMED_HEADERS.owner, owner.phone ?? 'UNKNOWN'],
  ];
  if (addresses.length > 0) headers.push([ASSUMED_HEADERS.emailProperty, addresses.join(',\r\n ')]);
  if (chat.groupName !== undefined) headers.push([ASSUMED_HEADERS.group, chatId(chat.key)]);
  headers.push(['X-Gateway-Received', vendorTime(message.arrivedAt)]);
  return headers;
}

/** `Maya Okafor 447700900101 <maya.okafor@contoso.example>`; format 2 in quotes; an unknown address is `<>`. */
export function shownParticipant(person: Person, format: ParticipantFormat): string {
  const name = displayName(person, format);
  const shown = format === 2 ? `"${name}"` : headerText(name);
  return `${shown} <${person.address ?? ''}>`;
}

function vendorBody(message: SignalMessage, owner: Person): MimePart {
  const text = textPart(message.text);
  if (message.files.length === 0) return text;
  return { contentType: 'multipart/mixed', boundary: boundaryOf(message, owner), parts: [text, ...message.files.map(filePart)] };
}

export function textPart(text: string): MimePart {
  const isPlain = text.split('\n').every((line) => PLAIN_ASCII_LINE.test(line));
  if (!isPlain) return { contentType: TEXT_TYPE, encoding: 'quoted-printable', content: Buffer.from(text) };
  return { contentType: TEXT_TYPE, encoding: '7bit', content: Buffer.from(text.replaceAll('\n', '\r\n')) };
}

export function filePart(file: MessageFile): MimePart {
  return {
    contentType: `${file.contentType};\r\n\tname="${file.name}"`,
    encoding: 'base64',
    headers: [['Content-Disposition', `attachment;\r\n\tfilename="${file.name}"`]],
    content: file.content,
  };
}

/** Different for every capture, as different phones make different items of one message. */
function boundaryOf(message: SignalMessage, owner: Person): string {
  return `----=_Part_${createHash('sha256').update(`${message.id}/${owner.key}`).digest('hex').slice(0, 20)}`;
}

function chatId(chatKey: string): string {
  return createHash('sha256').update(`chat/${chatKey}`).digest('hex').slice(0, 32);
}
