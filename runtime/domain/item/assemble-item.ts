import { readAddressFields } from './address/address-field';
import { readParticipants } from './address/participants';
import { itemText } from './body-text';
import { chatKey } from './chat-key';
import { cleanLine } from './clean-text';
import type { IdentityConflict, Item, Participant, UnreadableItem } from './item';
import type { ItemCollector } from './item-collector';
import { itemKind } from './item-kind';
import { readEmailProperty, readOwner, unlistedOwner } from './item-owner';
import type { ItemProblemList } from './item-problems';
import type { ItemSettings } from './item-settings';
import { messageIdentity } from './message-identity';
import { decodeEncodedWords } from './mime/encoded-words';
import type { HeaderBlock } from './mime/header-block';
import { otherArchiver } from './other-archiver';
import { readSentTime } from './sent-time';
import { messageIdOf, normaliseSourceMessageId } from './source-message-id';
import { unreadableReason } from './unreadable-item';
import { readVendorSubject } from './vendor-subject';

export interface ReadParts {
  readonly itemId: string;
  readonly byteLength: number;
  readonly collector: ItemCollector;
  readonly problems: ItemProblemList;
  readonly settings: ItemSettings;
}

/** Fields that may stand once (RFC 5322 3.6) and that the connector uses. */
const SINGLE_FIELDS = ['subject', 'date', 'message-id'];

/** Makes the item from what was collected: everything that the connector derives from header and text. */
export function assembleItem({ itemId, byteLength, collector, problems, settings }: ReadParts): Item | UnreadableItem {
  const unreadable = unreadableReason(byteLength, collector);
  if (unreadable !== undefined) return { itemId, byteLength, unreadable };

  const { header, attachments, journal } = collector;
  const { text, html } = itemText(collector.bodies, problems);
  const people = readPeople(header, settings, problems);
  const subject = decodedLine(header.first('subject')) ?? '';
  const vendorSubject = readVendorSubject(subject);
  const sentTime = readSentTime(header.first('date'));
  if (sentTime.problem !== undefined) problems.add(sentTime.problem);
  const sourceMessageId = normaliseSourceMessageId(firstOf(header, settings.messageIdHeaders) ?? '');
  const archiver = otherArchiver(vendorSubject.archiver, lines(header, settings.sourceTypeHeaders), problems);
  noteHeaderProblems(header, sourceMessageId, problems);

  return {
    itemId,
    byteLength,
    kind: itemKind(sourceMessageId, vendorSubject, lines(header, settings.kindHeaders), text),
    archiver: archiver === undefined ? 'signal' : 'other',
    otherArchiver: archiver,
    subject,
    from: people.fields.from[0]?.shown,
    to: people.fields.to.map((entry) => entry.shown),
    cc: people.fields.cc.map((entry) => entry.shown),
    date: sentTime.date,
    messageId: messageIdOf(header.first('message-id')),
    text,
    html,
    attachments,
    participants: people.participants,
    owner: people.owner,
    emailProperty: people.emailProperty,
    identityConflicts: people.conflicts,
    chat: chatKey(decodedLine(firstOf(header, settings.groupIdHeaders)), vendorSubject.group, people.participants),
    messageIdentity: messageIdentity({
      sourceMessageId,
      sentAt: sentTime.date,
      owner: people.owner,
      textDigests: collector.textDigests,
      attachmentDigests: collector.attachments.map((attachment) => attachment.sha256),
      bytesDigest: journal.sha256 ?? itemId,
    }),
    sourceMessageId,
    headers: header.fields.map((field) => [field.name, field.value] as const),
    problems: problems.list(),
  };
}

function readPeople(header: HeaderBlock, settings: ItemSettings, problems: ItemProblemList) {
  const fromFields = header.all('from');
  const senders = [...new Set(fromFields.map((value) => value.trim()))];
  if (fromFields.length > 1) problems.add('from-repeated', `${fromFields.length} fields`);
  const fields = readAddressFields(senders, header.all('to'), header.all('cc'), header.all('bcc'));
  if (fields.from.length === 0) problems.add('from-missing');

  const listed = readParticipants(fields, senders.length > 1, problems);
  const emailProperty = readEmailProperty(valuesOf(header, settings.emailPropertyHeaders), problems);
  const owner = readOwner(
    settings.ownerHeaders.map((name) => header.all(name.toLowerCase())),
    emailProperty,
    problems,
  );
  const unlisted = unlistedOwner(owner, listed);
  const participants: readonly Participant[] = unlisted === undefined ? listed : [...listed, unlisted];
  return { fields, participants, emailProperty: emailProperty.property, owner, conflicts: conflictsOf(problems) };
}

const CONFLICTS: readonly IdentityConflict[] = ['from-repeated', 'owner-repeated'];
const NO_CONFLICTS: readonly IdentityConflict[] = Object.freeze([]);

function conflictsOf(problems: ItemProblemList): readonly IdentityConflict[] {
  const found = CONFLICTS.filter((code) => problems.has(code));
  return found.length === 0 ? NO_CONFLICTS : found;
}

function noteHeaderProblems(header: HeaderBlock, sourceMessageId: string | undefined, problems: ItemProblemList): void {
  if (header.fields.length === 0) problems.add('no-header');
  if (sourceMessageId === undefined) problems.add('message-id-missing');
  for (const key of SINGLE_FIELDS)
    if (new Set(header.all(key)).size > 1) problems.add('header-repeated', `The field ${key} stands there several times`);
}

function valuesOf(header: HeaderBlock, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => header.all(name.toLowerCase()));
}

function lines(header: HeaderBlock, names: readonly string[]): readonly string[] {
  return valuesOf(header, names).map((value) => decodedLine(value) ?? '');
}

/** Value of the first of the named fields that is there and not empty. */
function firstOf(header: HeaderBlock, names: readonly string[]): string | undefined {
  return valuesOf(header, names).find((value) => value !== '');
}

function decodedLine(value: string | undefined): string | undefined {
  const line = value === undefined ? '' : cleanLine(decodeEncodedWords(value));
  return line === '' ? undefined : line;
}
