import { createHash } from 'node:crypto';
import type { DirectoryUser } from '../../../runtime/domain/routing/directory-snapshot';
import { headerDate } from '../../../runtime/local/telemessage-simulator/synthetic/header-encoding';
import { manifestText, packageName } from '../../../runtime/local/telemessage-simulator/synthetic/package-writer';
import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { zipBytes } from '../../../runtime/local/telemessage-simulator/synthetic/zip-writer';

const DOMAIN = 'contoso.example';
const MOST_MEMBERS = 5;
const ATTACHED_SHARE = 0.2;
const OUTSIDER_SHARE = 0.3;
const SECOND_CAPTURE_SHARE = 0.35;

/** A person of a small day. Everybody with a mailbox has a row in the mapping; an outsider has neither (`mailboxId` is ''). */
export interface SmallPerson {
  readonly name: string;
  readonly phone: string;
  readonly mailbox: string;
  readonly mailboxId: string;
}

export interface SmallAttachment {
  readonly name: string;
  readonly content: Buffer;
}

/** A message with what its copies must show. */
export interface SmallMessage {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: Date;
  readonly from: SmallPerson;
  readonly to: readonly SmallPerson[];
  readonly attachments: readonly SmallAttachment[];
  /** How many phones recorded it: so many items carry it. */
  readonly captures: number;
  /** Whose phones: one after the other; default: the members. */
  readonly recordedBy?: readonly SmallPerson[];
  /** Object ids of the mailboxes that must have one copy each. */
  readonly mailboxIds: readonly string[];
}

export interface SmallPackage {
  readonly name: string;
  readonly content: Buffer;
  readonly arrivedAt: Date;
  readonly items: number;
}

/** A day that is small enough to be repeated thousands of times, with everything that must come out of it. */
export interface SmallDay {
  readonly people: readonly SmallPerson[];
  readonly users: readonly DirectoryUser[];
  readonly mapping: string;
  readonly domains: readonly string[];
  readonly messages: readonly SmallMessage[];
  readonly packages: readonly SmallPackage[];
  readonly items: number;
}

export interface SmallDayOptions {
  /** About so many items. */
  readonly items?: number;
  readonly people?: number;
  readonly packages?: number;
  /** Bytes of attachments that need an upload session, each in a message of its own. */
  readonly large?: readonly number[];
  /** An ordinary attachment has at most so many bytes. */
  readonly attachedBytes?: number;
  /** In some conversations is one of these, who are not ours. Default: in none. */
  readonly outsiders?: readonly SmallPerson[];
  /** Midnight of the day, UTC. */
  readonly date?: string;
  /** Number of the first message, so that two days have none in common. */
  readonly first?: number;
}

/** The same seed and options give the same bytes. */
export function smallDay(seed: number, options: SmallDayOptions = {}): SmallDay {
  const { items = 30, people: count = 6, packages: packageCount = 2, large = [], date = '2026-11-20', first = 0 } = options;
  const random = new SeededRandom(seed, `small-day/${date}`);
  const people = Array.from({ length: count }, (_none, index) => personOf(index));
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const messages: SmallMessage[] = [];
  for (let written = 0; written < items - large.length; ) {
    const message = ordinaryMessage(first + messages.length, people, options, midnight, random);
    messages.push(message);
    written += message.captures;
  }
  for (const bytes of large) messages.push(largeMessage(first + messages.length, bytes, people, midnight, random));
  const packages = packagesOf(messages, packageCount, midnight);
  return {
    people,
    users: people.map(userOf),
    mapping: mappingOf(people),
    domains: [DOMAIN],
    messages,
    packages,
    items: packages.reduce((sum, each) => sum + each.items, 0),
  };
}

export function mappingOf(people: readonly SmallPerson[]): string {
  return ['External User ID,Microsoft 365 User Mailbox', ...people.map(({ phone, mailbox }) => `${phone},${mailbox}`), ''].join('\r\n');
}

export function userOf({ mailbox, mailboxId, name }: SmallPerson): DirectoryUser {
  return { id: mailboxId, userPrincipalName: mailbox, displayName: name, isGuest: false, isEnabled: true, addresses: [mailbox] };
}

export function personOf(index: number): SmallPerson {
  const mailbox = `person${index}@${DOMAIN}`;
  return { name: `Person Number${index}`, phone: String(15_550_100_000 + index), mailbox, mailboxId: guidOf(mailbox) };
}

const NO_ADDRESS = '@signal.invalid';

/** Have a number and no address, and nobody knows them: their copies show an address that is none. */
export const OUTSIDERS: readonly SmallPerson[] = [1, 2].map((index) => {
  const phone = String(447_700_900_000 + index);
  return { name: `Outsider Number${index}`, phone, mailbox: `${phone}${NO_ADDRESS}`, mailboxId: '' };
});

/** Somebody with an address of another organisation. */
export const EXTERNAL: SmallPerson = {
  name: 'External Person',
  phone: '447700900003',
  mailbox: 'external@elsewhere.example',
  mailboxId: '',
};

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function ordinaryMessage(
  index: number,
  people: readonly SmallPerson[],
  { outsiders = [], attachedBytes = 3_000 }: SmallDayOptions,
  midnight: number,
  random: SeededRandom,
): SmallMessage {
  const members = drawPeople(people, random.between(2, Math.min(MOST_MEMBERS, people.length) + 1), random);
  const captures = chance(random, SECOND_CAPTURE_SHARE) ? random.between(2, members.length + 1) : 1;
  const attachments = chance(random, ATTACHED_SHARE)
    ? [{ name: `note-${index}.bin`, content: random.bytes(random.between(10, attachedBytes)) }]
    : [];
  const others = outsiders.length > 0 && chance(random, OUTSIDER_SHARE) ? [random.pick(outsiders)] : [];
  return messageOf(index, [...members, ...others], captures, attachments, midnight, random);
}

const chance = (random: SeededRandom, share: number): boolean => random.between(0, 1_000) < share * 1_000;

function largeMessage(index: number, bytes: number, people: readonly SmallPerson[], midnight: number, random: SeededRandom): SmallMessage {
  const attachments = [
    { name: `clip-${index}.bin`, content: patterned(bytes, index) },
    { name: `small-${index}.txt`, content: Buffer.from(`beside a large one ${index}`) },
  ];
  return messageOf(index, drawPeople(people, 2, random), 1, attachments, midnight, random);
}

function patterned(bytes: number, seed: number): Buffer {
  const block = createHash('sha512').update(`pattern/${seed}`).digest();
  return Buffer.alloc(bytes, block);
}

function messageOf(
  index: number,
  members: readonly SmallPerson[],
  captures: number,
  attachments: readonly SmallAttachment[],
  midnight: number,
  random: SeededRandom,
): SmallMessage {
  const [from, ...to] = members as [SmallPerson, ...SmallPerson[]];
  const sentAt = new Date(midnight + (60 + index * 60) * 1_000);
  const id = `${sentAt.getTime()}_${random.between(10_000_000, 99_999_999)}`;
  const mailboxIds = members.flatMap(({ mailboxId }) => (mailboxId === '' ? [] : [mailboxId]));
  return {
    id,
    subject: `Signal message ${index} of ${sentAt.toISOString().slice(0, 10)}`,
    text: textOf(index, random),
    sentAt,
    from,
    to,
    attachments,
    captures,
    mailboxIds,
  };
}

function textOf(index: number, random: SeededRandom): string {
  const lines = Array.from(
    { length: random.between(1, 4) },
    (_none, line) => `Line ${line} of message ${index}, ${random.between(0, 1_000_000)}`,
  );
  return lines.join('\n');
}

function drawPeople(people: readonly SmallPerson[], count: number, random: SeededRandom): readonly SmallPerson[] {
  const left = [...people];
  return Array.from({ length: count }, () => left.splice(random.between(0, left.length), 1)).flat();
}

/** Captures of one message may lie in different packages. */
function packagesOf(messages: readonly SmallMessage[], count: number, midnight: number): readonly SmallPackage[] {
  const files = messages.flatMap((message) =>
    Array.from({ length: message.captures }, (_none, capture) => ({
      name: `${message.id}-${capture}.eml`,
      content: itemOf(message, capture),
    })),
  );
  return Array.from({ length: count }, (_none, index) => {
    const own = files.filter((_file, place) => place % count === index);
    const arrivedAt = new Date(midnight + (20 + index) * 3_600_000);
    return { ...smallPackage(own, arrivedAt, index + 1), items: own.length };
  }).filter((each) => each.items > 0);
}

/** The vendor's ZIP, entries stored as they are: no thread of zlib takes part, so that every run takes the same steps. */
export function smallPackage(
  files: readonly { readonly name: string; readonly content: Buffer }[],
  arrivedAt: Date,
  sequence: number,
): { name: string; content: Buffer; arrivedAt: Date } {
  const name = packageName(arrivedAt, sequence);
  const manifest = manifestText(files.map((file) => file.name));
  const entries = [...files, { name: name.replace(/\.zip$/, '.mf'), content: Buffer.from(manifest) }];
  const content = zipBytes(
    entries.map((entry) => ({ ...entry, form: 'stored' as const })),
    arrivedAt,
  );
  return { name, content, arrivedAt };
}

/** What one phone hands in: items of one message differ in their bytes, not in their message. */
export function itemOf(message: SmallMessage, capture: number): Buffer {
  const members = [message.from, ...message.to];
  const header = [
    `Date: ${headerDate(message.sentAt)}`,
    `From: ${shown(message.from)}`,
    `To: ${message.to.map(shown).join(',\r\n ')}`,
    `Message-ID: <${message.id}>`,
    `Subject: ${message.subject}`,
    'X-Source-Type: SIGNAL',
    'X-Message-Type: app-message',
    `X-Archived-User: ${(message.recordedBy ?? members)[capture]?.phone ?? 'UNKNOWN'}`,
    ...(message.recordedBy === undefined ? [] : [`X-Capture: ${capture}`]),
    'MIME-Version: 1.0',
  ].join('\r\n');
  const text = `Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${message.text.replaceAll('\n', '\r\n')}`;
  if (message.attachments.length === 0) return Buffer.from(`${header}\r\n${text}`);
  const boundary = `----=_Part_${createHash('sha256').update(`${message.id}/${capture}`).digest('hex').slice(0, 20)}`;
  const parts = message.attachments.map(({ name, content }) =>
    [
      `--${boundary}`,
      `Content-Type: application/octet-stream; name="${name}"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${name}"`,
      '',
      content.toString('base64').replace(/.{76}/g, '$&\r\n'),
    ].join('\r\n'),
  );
  return Buffer.from(
    `${header}\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${text}\r\n${parts.join('\r\n')}\r\n--${boundary}--\r\n`,
  );
}

const shown = ({ name, phone, mailbox }: SmallPerson): string =>
  mailbox.endsWith(NO_ADDRESS) ? `${name} ${phone}` : `${name} ${phone} <${mailbox}>`;
