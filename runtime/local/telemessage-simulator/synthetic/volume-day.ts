import { createHash } from 'node:crypto';
import { type SyntheticUser, userId } from './directory-users';
import { mosaicJpeg } from './files/jpeg';
import { headerDate } from './header-encoding';
import { wrappedBase64 } from './mime-writer';
import { packageName } from './package-writer';
import { SeededRandom } from './seeded-random';
import { VENDOR_MAPPING_HEADER } from './user-mapping-csv';
import { writeZip, type ZipEntry } from './zip-writer';

const DOMAIN = 'contoso.example';
const PICTURE_BYTES = 200 * 1024;
/** Different pictures; they repeat, their items do not. */
const PICTURES = 16;
const MOST_ITEMS_A_PACKAGE = 100_001;
const DEFAULT_ITEMS_A_PACKAGE = 10_000;
const SPACING_IN_MS = 50;
const FIRST_MIDNIGHT = Date.UTC(2026, 10, 20);
const DAY_IN_MS = 86_400_000;

const PHRASES = [
  'Morning, the delivery is at the gate.',
  'Thanks, on my way. Could you bring the second key?',
  'Approved, please go ahead and file the confirmation.',
  'Running five minutes late, start without me.',
  'Numbers look right. I put them into the sheet and send it round after lunch.',
  'Noted 👍',
];

export interface VolumePackage {
  readonly name: string;
  readonly items: number;
  readonly arrivedAt: Date;
  /** The ZIP in chunks, made while they are taken; may be called again and gives the same bytes. */
  chunks(): Iterable<Buffer>;
}

/** A day of any size, for benches: every message is one item with two mailboxes, so deliveries = 2 x items. */
export interface VolumeDay {
  readonly packages: readonly VolumePackage[];
  readonly mapping: string;
  readonly users: readonly SyntheticUser[];
  readonly domains: readonly string[];
  readonly expected: { readonly items: number; readonly deliveries: number; readonly withPicture: number; readonly mailboxes: number };
  /** One item by its number, for what is measured beside the connector. */
  item(index: number): VolumeItem;
}

export interface VolumeItem {
  readonly content: Buffer;
  /** Ids of the users who get it. */
  readonly userIds: readonly string[];
}

export interface VolumeOptions {
  /** Default 10,000; 100,001 is the size that broke another connector. */
  readonly itemsPerPackage?: number;
  /** Days after the first: other messages of the same people. Default 0. */
  readonly dayOffset?: number;
}

/**
 * `users` people who each write `messagesPerUser` messages to the next one; every `1 / pictureShare`-th carries a picture of 200 KB.
 * Nothing is kept in memory but a directory record of some 100 bytes an item. The same arguments give the same bytes.
 */
export function volumeDay(
  seed: number,
  users: number,
  messagesPerUser: number,
  pictureShare: number,
  options: VolumeOptions = {},
): VolumeDay {
  const perPackage = Math.min(options.itemsPerPackage ?? DEFAULT_ITEMS_A_PACKAGE, MOST_ITEMS_A_PACKAGE);
  if (users < 2 || users > 10_000) throw new RangeError(`A volume day has 2 to 10,000 users, got ${users}`);
  const items = users * messagesPerUser;
  const midnight = FIRST_MIDNIGHT + (options.dayOffset ?? 0) * DAY_IN_MS;
  const writer = new VolumeWriter(seed, users, pictureShare, midnight);
  const packages = Array.from({ length: Math.ceil(items / perPackage) }, (_none, index) =>
    volumePackage(writer, midnight, index, index * perPackage, Math.min(items, (index + 1) * perPackage)),
  );
  const directory = Array.from({ length: users }, (_none, index) => volumeUser(index));
  const rows = directory.map((user, index) => `${phoneOf(index)},${user.userPrincipalName}`);
  const withPicture = Math.floor(items * pictureShare);
  return {
    packages,
    mapping: [VENDOR_MAPPING_HEADER, ...rows, ''].join('\r\n'),
    users: directory,
    domains: [DOMAIN],
    expected: { items, deliveries: 2 * items, withPicture, mailboxes: users },
    item: (index) => ({
      content: writer.write(index),
      userIds: [index % users, (index + 1) % users].map((user) => userId(mailboxOf(user))),
    }),
  };
}

function volumePackage(writer: VolumeWriter, midnight: number, index: number, first: number, end: number): VolumePackage {
  const arrivedAt = new Date(midnight + end * SPACING_IN_MS + 60_000);
  const name = packageName(arrivedAt, index + 1);
  return { name, items: end - first, arrivedAt, chunks: () => writeZip(entriesOf(writer, name, first, end), arrivedAt) };
}

function* entriesOf(writer: VolumeWriter, name: string, first: number, end: number): Generator<ZipEntry> {
  for (let item = first; item < end; item++) yield { name: writer.fileName(item), content: writer.write(item), form: 'stored' };
  const names = (function* () {
    for (let item = first; item < end; item++) yield `${writer.fileName(item)}\r\n`;
  })();
  yield { name: name.replace(/\.zip$/, '.mf'), content: Buffer.from(`Count: ${end - first}\r\n${[...names].join('')}`) };
}

/** Writes item after item by its number alone. */
class VolumeWriter {
  private readonly pictures: readonly Buffer[];

  constructor(
    private readonly seed: number,
    private readonly users: number,
    private readonly pictureShare: number,
    private readonly midnight: number,
  ) {
    const random = new SeededRandom(seed, 'volume');
    const count = pictureShare > 0 ? PICTURES : 0;
    this.pictures = Array.from({ length: count }, (_none, index) =>
      wrappedBase64(mosaicJpeg(random.fork(`picture-${index}`), 640, 480, PICTURE_BYTES)),
    );
  }

  hasPicture(item: number): boolean {
    return Math.floor((item + 1) * this.pictureShare) > Math.floor(item * this.pictureShare);
  }

  messageId(item: number): string {
    return `${this.midnight + item * SPACING_IN_MS}_${phoneOf(item % this.users)}`;
  }

  fileName(item: number): string {
    return `${this.messageId(item)}.eml`;
  }

  write(item: number): Buffer {
    const sender = item % this.users;
    const recipient = (sender + 1) % this.users;
    const id = this.messageId(item);
    const header =
      `Date: ${headerDate(new Date(Math.floor((this.midnight + item * SPACING_IN_MS) / 1000) * 1000))}\r\n` +
      `From: ${shownUser(sender)}\r\nTo: ${shownUser(recipient)}\r\nMessage-ID: <${id}>\r\n` +
      `Subject: Signal message from ${nameOf(sender)} to ${nameOf(recipient)}\r\n` +
      `X-Source-Type: SIGNAL\r\nX-Message-Type: app-message\r\nX-Archived-User: ${phoneOf(sender)}\r\nMIME-Version: 1.0\r\n`;
    const phrase = PHRASES[(item * 7 + this.seed) % PHRASES.length] ?? '';
    const text = `Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${phrase} (${item})`;
    const picture = this.hasPicture(item) ? this.pictures[item % PICTURES] : undefined;
    return picture === undefined ? Buffer.from(header + text) : withPicture(header, text, picture, id);
  }
}

function withPicture(header: string, text: string, picture: Buffer, id: string): Buffer {
  const boundary = `----=_Part_${createHash('sha256').update(id).digest('hex').slice(0, 20)}`;
  const name = `V1_Signal_1_${id}.jpg`;
  return Buffer.concat([
    Buffer.from(
      `${header}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${text}\r\n--${boundary}\r\n` +
        `Content-Type: image/jpeg; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n` +
        `Content-Disposition: attachment; filename="${name}"\r\n\r\n`,
    ),
    picture,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

/** 1 555 010 0000 and on: a reserved range with room for 10,000. */
function phoneOf(index: number): string {
  return String(15_550_100_000 + index);
}

function nameOf(index: number): string {
  return `User ${String(index + 1).padStart(5, '0')}`;
}

function mailboxOf(index: number): string {
  return `user${String(index + 1).padStart(5, '0')}@${DOMAIN}`;
}

function shownUser(index: number): string {
  return `${nameOf(index)} ${phoneOf(index)} <${mailboxOf(index)}>`;
}

function volumeUser(index: number): SyntheticUser {
  const mailbox = mailboxOf(index);
  return {
    id: userId(mailbox),
    userPrincipalName: mailbox,
    mail: mailbox,
    proxyAddresses: [`SMTP:${mailbox}`],
    displayName: nameOf(index),
    userType: 'Member',
    accountEnabled: true,
    mailbox: 'user',
  };
}
