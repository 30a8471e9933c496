import { createHash } from 'node:crypto';
import type { Capture } from './capture';
import { type SyntheticUser, userId } from './directory-users';
import { displayName, type ParticipantFormat } from './participant-format';
import type { Person } from './people';
import { type MessageKind, recipientsOf } from './signal-message';

/**
 * What must come out of a synthetic day, worked out from what the generator knows of its people and messages,
 * never by the code under test. Default settings: automatic mapping on, no owner header, Signal only.
 */
export interface ExpectedDay {
  readonly items: readonly ExpectedItem[];
  /** One for each (message, mailbox). */
  readonly deliveries: readonly ExpectedDelivery[];
  readonly counts: ExpectedCounts;
}

export interface ShownAddress {
  readonly name: string;
  /** '' for `<>`. */
  readonly address: string;
}

export type ExpectedParticipantState = 'matched' | 'unmatched' | 'unresolved' | 'external';

export interface ExpectedItem {
  /** The package's name, and the entry's name in it. */
  readonly package: string;
  readonly file: string;
  readonly itemId: string;
  /** The vendor's message id; captures of one message share it. */
  readonly message: string;
  readonly kind: MessageKind;
  readonly subject: string;
  /** LF line ends, none at the end. */
  readonly text: string;
  /** Undefined when the item's date is absurd: the copy then carries the arrival. */
  readonly sentAt: Date | undefined;
  readonly from: ShownAddress;
  readonly to: readonly ShownAddress[];
  /** From and To as the copy carries them: every address is valid SMTP. */
  readonly copyFrom: ShownAddress;
  readonly copyTo: readonly ShownAddress[];
  readonly attachments: readonly ExpectedAttachment[];
  readonly participants: ReadonlyArray<{ readonly phone: string | undefined; readonly state: ExpectedParticipantState }>;
  /** Object ids of the mailboxes that get a copy, each once. */
  readonly mailboxes: readonly string[];
}

export interface ExpectedAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ExpectedDelivery {
  readonly message: string;
  readonly mailboxId: string;
  /** User principal name. */
  readonly mailbox: string;
  readonly outcome: 'imported' | 'held';
  readonly reason: 'mailbox-unavailable' | 'not-in-scope' | undefined;
  /** The items whose content the copy may have: the captures of this message. */
  readonly items: readonly ExpectedItem[];
}

export interface ExpectedCounts {
  readonly itemsAvailableFromSource: number;
  readonly itemsUnmatched: number;
  readonly itemsQuarantined: number;
  readonly participantsUnmatched: number;
  readonly participantsUnresolved: number;
  readonly participantsExternal: number;
  readonly deliveriesAvailable: number;
  readonly imported: number;
  readonly skippedAsDuplicate: number;
  readonly held: number;
  readonly dateSuspect: number;
  readonly byKind: Readonly<Record<MessageKind, number>>;
}

const EARLIEST_TRUSTED = Date.UTC(1990, 0, 1);
const LATEST_AFTER_ARRIVAL_IN_MS = 2 * 24 * 60 * 60 * 1000;

export interface PackedCapture {
  readonly packageName: string;
  readonly arrivedAt: Date;
  readonly capture: Capture;
}

export function expectedDay(packed: readonly PackedCapture[], users: readonly SyntheticUser[]): ExpectedDay {
  const items = packed.map(expectedItem);
  const deliveries = expectedDeliveries(items, users);
  return { items, deliveries, counts: countAll(items, deliveries) };
}

function expectedItem({ packageName, arrivedAt, capture }: PackedCapture): ExpectedItem {
  const { message, format } = capture;
  const members = [message.sender, ...recipientsOf(message)];
  return {
    package: packageName,
    file: capture.file.name,
    itemId: capture.itemId,
    message: message.id,
    kind: message.kind,
    subject: message.subject,
    text: message.text,
    sentAt: isTrusted(message.sentAt, arrivedAt) ? message.sentAt : undefined,
    from: shown(message.sender, format),
    to: recipientsOf(message).map((person) => shown(person, format)),
    copyFrom: onCopy(message.sender, format),
    copyTo: recipientsOf(message).map((person) => onCopy(person, format)),
    attachments: message.files.map(({ name, contentType, content }) => ({
      name,
      contentType,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
    participants: members.map((person) => ({ phone: person.phone, state: stateOf(person) })),
    mailboxes: [...new Set(members.flatMap(mailboxIdOf))],
  };
}

function isTrusted(sentAt: Date, arrivedAt: Date): boolean {
  return sentAt.getTime() >= EARLIEST_TRUSTED && sentAt.getTime() <= arrivedAt.getTime() + LATEST_AFTER_ARRIVAL_IN_MS;
}

function stateOf(person: Person): ExpectedParticipantState {
  const { state } = person.standing;
  return state === 'mapped' || state === 'addressed' ? 'matched' : state;
}

function mailboxIdOf(person: Person): string[] {
  const { standing } = person;
  return standing.state === 'mapped' || standing.state === 'addressed' ? [userId(standing.mailbox)] : [];
}

function shown(person: Person, format: ParticipantFormat): ShownAddress {
  return { name: displayName(person, format), address: person.address ?? '' };
}

/** Architecture, "The copy in the mailbox": the address shown, else the matched mailbox's, else made from the number. */
function onCopy(person: Person, format: ParticipantFormat): ShownAddress {
  const name = displayName(person, format);
  const address = person.address ?? person.row;
  if (address !== undefined) return { name, address };
  if (person.phone !== undefined) return { name, address: `${person.phone}@signal.invalid` };
  return { name, address: `name-${createHash('sha256').update(name).digest('hex').slice(0, 16)}@signal.invalid` };
}

function expectedDeliveries(items: readonly ExpectedItem[], users: readonly SyntheticUser[]): readonly ExpectedDelivery[] {
  const usersById = new Map(users.map((user) => [user.id, user]));
  const captures = new Map<string, ExpectedItem[]>();
  for (const item of items) {
    for (const mailboxId of item.mailboxes) {
      const key = `${mailboxId}/${item.message}`;
      captures.set(key, [...(captures.get(key) ?? []), item]);
    }
  }
  return [...captures].map(([key, itemsOfDelivery]) => {
    const user = usersById.get(key.slice(0, key.indexOf('/')));
    if (user === undefined) throw new Error(`The synthetic directory does not hold the mailbox of ${key}`);
    const reason = user.mailbox === 'unlicensed' ? 'mailbox-unavailable' : user.mailbox === 'out-of-scope' ? 'not-in-scope' : undefined;
    return {
      message: key.slice(key.indexOf('/') + 1),
      mailboxId: user.id,
      mailbox: user.userPrincipalName,
      outcome: reason === undefined ? 'imported' : 'held',
      reason,
      items: itemsOfDelivery,
    };
  });
}

function countAll(items: readonly ExpectedItem[], deliveries: readonly ExpectedDelivery[]): ExpectedCounts {
  const participants = items.flatMap((item) => item.participants);
  const inState = (state: ExpectedParticipantState) => participants.filter((participant) => participant.state === state).length;
  const unmatchedItems = items.filter((item) => item.mailboxes.length === 0);
  const pairs = items.reduce((sum, item) => sum + item.mailboxes.length, 0);
  const ofKind = (kind: MessageKind) => items.filter((item) => item.kind === kind).length;
  return {
    itemsAvailableFromSource: items.length,
    itemsUnmatched: unmatchedItems.length,
    itemsQuarantined: 0,
    // An item without any mailbox counts 1 even when nobody in it is unmatched.
    participantsUnmatched: inState('unmatched') + unmatchedItems.filter((item) => item.participants.every(isNotUnmatched)).length,
    participantsUnresolved: inState('unresolved'),
    participantsExternal: inState('external'),
    deliveriesAvailable: pairs,
    imported: deliveries.filter(({ outcome }) => outcome === 'imported').length,
    skippedAsDuplicate: pairs - deliveries.length,
    held: deliveries.filter(({ outcome }) => outcome === 'held').length,
    dateSuspect: items.filter((item) => item.sentAt === undefined).length,
    byKind: { message: ofKind('message'), call: ofKind('call'), deleted: ofKind('deleted'), edited: ofKind('edited') },
  };
}

function isNotUnmatched(participant: { readonly state: ExpectedParticipantState }): boolean {
  return participant.state !== 'unmatched';
}
