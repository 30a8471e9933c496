import { copyOf } from '../../domain/copy/copy-of';
import type { MailboxCopy } from '../../domain/copy/mailbox-copy';
import { attachmentBase64 } from '../../domain/item/attachment-content';
import type { Item } from '../../domain/item/item';
import { importKeyOf } from '../../domain/ledger/import-key';
import type { ItemLocator } from '../../domain/package/item-locator';
import { participantKey } from '../../domain/routing/participant-key';
import { peopleSummary } from '../../domain/routing/people-summary';
import type { RoutedMailbox, RoutedPerson, Routing } from '../../domain/routing/routing';
import type { ConnectorPorts } from '../connector-ports';
import type { PartContext } from './part-context';
import type { PlannedContent, PlannedDelivery } from './routed-part';

/** Items over this size are not copied into work blobs; their attachments are read from the package when they are sent. */
export const MAX_READY_ITEM_BYTES = 256 * 1024;
/** About what a work blob holds besides the request: ids, dates, own properties. */
const FRAME_BYTES = 700;

/** An item with what is needed to deliver it. */
export interface ItemToDeliver {
  readonly item: Item;
  /** The item's bytes; undefined for a large one, which is read again. */
  readonly bytes: Buffer | undefined;
  readonly entry: number;
  readonly locate: () => ItemLocator;
  readonly arrivedAt: Date;
  readonly packageSha256: string;
  readonly mappingVersion: string;
  readonly chatKey: string;
}

/** What an item is delivered with is the same whoever takes it up: unpack, a replay of entries, a replay of items. */
export function itemToDeliver(
  item: Item,
  bytes: Buffer | undefined,
  entry: number,
  { run, row, opened, context }: Omit<PartContext, 'ports'>,
): ItemToDeliver {
  return {
    item,
    bytes,
    entry,
    locate: () => opened.locate(entry),
    arrivedAt: new Date(row.arrivedAt),
    packageSha256: row.sha256,
    mappingVersion: run.mappingVersion,
    chatKey: context.chatKey,
  };
}

/** The held entry that a delivery takes up again; empty for a new one. */
export interface TakenUp {
  readonly heldId: string;
  readonly heldReason: string;
}

export const NOTHING_TAKEN_UP: TakenUp = { heldId: '', heldReason: '' };

/**
 * One delivery for each mailbox. The part of the request that is the same in all of them is rendered once; base64 passes from the item as it
 * is. `holds`: the deliveries are only made held, and nothing is rendered.
 */
export function planDeliveries(
  each: ItemToDeliver,
  routing: Routing,
  mailboxes: readonly RoutedMailbox[],
  taken: TakenUp,
  holds: boolean,
  ports: ConnectorPorts,
): readonly { readonly mailbox: RoutedMailbox; readonly delivery: PlannedDelivery }[] {
  const { item, entry, arrivedAt, packageSha256, mappingVersion, chatKey } = each;
  const copy = copyOf(item, { arrivedAt, packageSha256, mappingVersion, itemClass: ports.options.itemClass, chatKey, routing });
  const content = holds ? undefined : contentOf(each, copy, ports);
  const about = {
    itemId: item.itemId,
    entry,
    bytes: item.byteLength,
    sentAt: copy.sentAt.toISOString(),
    itemKind: item.kind,
    people: peopleSummary(routing),
  };
  const size = content?.kind === 'ready' ? content.common.length : holds ? 0 : copy.body.content.length;
  return mailboxes.map((mailbox) => {
    const importKey = importKeyOf(ports.options.tenantId, mailbox.mailboxId, item.messageIdentity);
    const part = { ...about, importKey, matchedBy: mailbox.matchedBy, participant: participantOf(routing, mailbox), ...taken };
    return { mailbox, delivery: { part, content, weight: FRAME_BYTES + size } };
  });
}

function contentOf({ item, bytes, locate }: ItemToDeliver, copy: MailboxCopy, ports: ConnectorPorts): PlannedContent {
  const dates = { sentAt: copy.sentAt.toISOString(), receivedAt: copy.receivedAt.toISOString() };
  if (bytes === undefined) return { kind: 'large', ...dates, copy, locator: locate(), attachments: item.attachments };
  return { kind: 'ready', ...dates, common: ports.copyFormat.common(copy, inlineAttachments(item, bytes)) };
}

const SHORT_KEY_LENGTH = 16;

/** A person as a delivery remembers whose it is, without a number or a name. */
export const shortParticipantKey = (person: RoutedPerson): string => participantKey(person).slice(0, SHORT_KEY_LENGTH);

function participantOf({ participants }: Pick<Routing, 'participants'>, mailbox: RoutedMailbox): string {
  const person = participants[mailbox.participants[0] ?? -1]?.person;
  return person === undefined ? '' : shortParticipantKey(person);
}

function inlineAttachments(item: Item, bytes: Buffer) {
  return item.attachments.map((attachment) => ({
    name: attachment.name,
    contentType: attachment.contentType,
    isInline: attachment.isInline,
    contentId: attachment.contentId,
    base64: attachmentBase64(bytes.subarray(attachment.start, attachment.end), attachment),
  }));
}
