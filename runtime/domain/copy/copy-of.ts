import { createHmac } from 'node:crypto';
import { cleanLine } from '../item/clean-text';
import type { DisplayAddress, Item, ItemKind, ParticipantRole } from '../item/item';
import type { Routing } from '../routing/routing';
import { SECOND_IN_MS } from '../windows/durations';
import { trustedSentTime } from '../windows/trusted-time';
import { cleanHtml } from './clean-html';
import { copyAddress, placeholderAddress } from './copy-address';
import type { MailboxCopy } from './mailbox-copy';

/** What a copy says besides the item's own content. */
export interface CopyFacts {
  /** When the package arrived, UTC. */
  readonly arrivedAt: Date;
  readonly packageSha256: string;
  readonly mappingVersion: string;
  /** `ITEM_CLASS`, without the suffix of the kind. */
  readonly itemClass: string;
  /** Keys the ids of chats, so that nobody can tell from them who talks in a chat. Another key splits the threads. */
  readonly chatKey: string;
  /** How the item was routed: names the mailbox of a participant who shows no address. */
  readonly routing: Pick<Routing, 'mailboxes'>;
}

const CLASS_SUFFIX: Readonly<Record<ItemKind, string>> = { message: '.Message', call: '.Call', deleted: '.Deleted', edited: '.Edited' };
const CHAT_ID_LENGTH = 32;
const MAX_ORIGINAL_DATE_LENGTH = 200;

/** The item as it is shown in every mailbox that gets it (architecture, "The copy in the mailbox"). Nothing is added to subject or text. */
export function copyOf(item: Item, facts: CopyFacts): MailboxCopy {
  const sentAt = wholeSeconds(trustedSentTime(item.date, facts.arrivedAt) ?? facts.arrivedAt);
  const people = shownPeople(item, facts.routing);
  return {
    itemClass: facts.itemClass + CLASS_SUFFIX[item.kind],
    subject: item.subject,
    body: bodyOf(item),
    ...people,
    sentAt,
    receivedAt: sentAt,
    references: `<${chatId(item.chat, facts.chatKey)}@signal.invalid>`,
    itemId: item.itemId,
    packageSha256: facts.packageSha256,
    sourceMessageId: item.sourceMessageId,
    mappingVersion: facts.mappingVersion,
    originalDate: isDateSuspect(item, facts.arrivedAt) ? originalDate(item) : undefined,
  };
}

/** The copy shows the time of arrival, because the item's own is absurd or absent. */
export function isDateSuspect(item: Pick<Item, 'date'>, arrivedAt: Date): boolean {
  return trustedSentTime(item.date, arrivedAt) === undefined;
}

function bodyOf({ text, html }: Item): MailboxCopy['body'] {
  const cleaned = html === undefined ? undefined : cleanHtml(html);
  return cleaned === undefined ? { contentType: 'text', content: text } : { contentType: 'html', content: cleaned };
}

/** Nobody is left out: a second sender and hidden recipients stand among those in copy. An owner that no field names is not shown. */
function shownPeople(item: Item, routing: Pick<Routing, 'mailboxes'>): Pick<MailboxCopy, 'from' | 'to' | 'cc'> {
  const mailboxes = mailboxByParticipant(routing);
  const inRole = (role: ParticipantRole, fields: readonly DisplayAddress[]): DisplayAddress[] => {
    const people = item.participants.flatMap((participant, index) => (participant.role === role ? [{ participant, index }] : []));
    const shown = people.length === fields.length ? fields : [];
    return people.map(({ participant, index }, place) => copyAddress(participant, shown[place], mailboxes.get(index)));
  };
  const [from, ...otherSenders] = inRole('from', item.from === undefined ? [] : [item.from]);
  const cc = [...inRole('cc', item.cc), ...inRole('bcc', []), ...otherSenders];
  return { from: from ?? unknownSender(item.from), to: inRole('to', item.to), cc };
}

function unknownSender(shown: DisplayAddress | undefined): DisplayAddress {
  const name = shown?.name ?? '';
  return { name, address: placeholderAddress(name, undefined) };
}

function mailboxByParticipant({ mailboxes }: Pick<Routing, 'mailboxes'>): ReadonlyMap<number, string> {
  return new Map(mailboxes.flatMap(({ participants, address }) => participants.map((index): [number, string] => [index, address])));
}

function chatId(chat: string, key: string): string {
  return createHmac('sha256', key).update(chat).digest('hex').slice(0, CHAT_ID_LENGTH);
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / SECOND_IN_MS) * SECOND_IN_MS);
}

/** As the item writes it; what cannot be read as a time stays readable that way. */
function originalDate(item: Item): string | undefined {
  const field = item.headers.find(([name]) => name.toLowerCase() === 'date')?.[1];
  const shown = field === undefined ? '' : cleanLine(field, MAX_ORIGINAL_DATE_LENGTH);
  if (shown !== '') return shown;
  return item.date === undefined || Number.isNaN(item.date.getTime()) ? undefined : item.date.toISOString();
}
