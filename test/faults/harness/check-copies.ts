import { ExtendedProperty } from '../../../runtime/adapters/graph/extended-properties';
import { sha256Hex } from '../../../runtime/domain/evidence/sha256';
import type { RowKey } from '../../../runtime/ports/table';
import type { HeldCopy } from '../../fakes/in-memory-exchange-store';
import type { World } from '../../pipeline/world/world';
import type { Expectations } from './check-world';
import { itemOf, type SmallDay, type SmallMessage, type SmallPerson } from './small-day';

/** Every (message, mailbox) exactly once and equal to its message; nothing else, nothing half made, nothing left in staging. */
export function copiesViolated(
  world: World,
  day: SmallDay,
  { held = new Set(), removed = new Set(), ...expected }: Expectations,
): string[] {
  const { stubs = new Set() } = expected;
  const isAllowedStub = (copy: HeldCopy): boolean => copy.properties.has(ExtendedProperty.StubKey) && stubs.has(copyName(copy));
  const { whole = [], stub = [] } = Object.groupBy(world.exchange.archived(), (copy) => (isAllowedStub(copy) ? 'stub' : 'whole'));
  const found = Map.groupBy(whole, copyName);
  const isTooMany = (copies: readonly HeldCopy[]): boolean =>
    copies.length > 1 && !(expected.listedDuplicates === true && isListed(world, copies));
  const violations = world.exchange.staged().map((copy) => `left in staging: ${copyName(copy)}`);
  for (const [name, copies] of Map.groupBy(stub, copyName)) if (isTooMany(copies)) violations.push(`${copies.length} stubs: ${name}`);
  for (const message of day.messages) {
    for (const mailboxId of message.mailboxIds) {
      const name = `${mailboxId} ${message.subject}`;
      const copies = found.get(name) ?? [];
      found.delete(name);
      if (held.has(name) && copies.length > 0) violations.push(`not held: ${name}`);
      if (!held.has(name) && !removed.has(name) && copies.length === 0) violations.push(`lost: ${name}`);
      if (isTooMany(copies)) violations.push(`${copies.length} copies: ${name}`);
      for (const copy of copies) violations.push(...differencesOf(copy, message).map((what) => `altered (${what}): ${name}`));
    }
  }
  for (const name of found.keys()) violations.push(`unexpected: ${name}`);
  return violations;
}

export const copyName = (copy: Pick<HeldCopy, 'mailboxId' | 'subject'>): string => `${copy.mailboxId} ${copy.subject}`;

/** The connector itself says which copies are too many. */
function isListed(world: World, copies: readonly HeldCopy[]): boolean {
  const ids = new Set(copies.map(({ id }) => id));
  const rows = [...world.account.table('batches').rows()] as (RowKey & { readonly copies?: string })[];
  return rows.some(({ copies: listed }) => listed !== undefined && (JSON.parse(listed) as string[]).filter((id) => ids.has(id)).length > 1);
}

/** What of a copy is not as its message says. */
function differencesOf(copy: HeldCopy, message: SmallMessage): string[] {
  const differences: string[] = [];
  const differs = (what: string, found: unknown, wanted: unknown): void => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) differences.push(what);
  };
  differs('text', copy.body.trimEnd(), message.text);
  differs('sender', copy.from, message.from.mailbox);
  differs('recipients', [...copy.to].sort(), message.to.map(({ mailbox }) => mailbox).sort());
  differs('people', [...copy.people].sort(), [message.from, ...message.to].map(shownPerson).sort());
  differs('sent time', copy.sentAt.toISOString(), message.sentAt.toISOString());
  differs('received time', copy.receivedAt.toISOString(), message.sentAt.toISOString());
  differs('class', copy.properties.get(ExtendedProperty.MessageClass), 'IPM.Note.Signal.Message');
  if (!itemIdsOf(message).has(copy.properties.get(ExtendedProperty.ItemId) ?? '')) differences.push('item id');
  if (copy.isDraft) differences.push('a draft');
  return [...differences, ...attachmentDifferences(copy, message)];
}

function attachmentDifferences(copy: HeldCopy, message: SmallMessage): string[] {
  const wanted = new Map(message.attachments.map(({ name, content }) => [name, content]));
  const names = copy.attachments.map(({ name }) => name).sort();
  const differences = JSON.stringify(names) === JSON.stringify([...wanted.keys()].sort()) ? [] : ['attachment names'];
  for (const { name, content } of copy.attachments) if (wanted.get(name)?.equals(content) !== true) differences.push(`bytes of ${name}`);
  return differences;
}

const shownPerson = ({ name, phone, mailbox }: SmallPerson): string => `${name} ${phone} <${mailbox}>`;

const itemIds = new WeakMap<SmallMessage, ReadonlySet<string>>();

/** SHA-256 of each item that carries the message. */
function itemIdsOf(message: SmallMessage): ReadonlySet<string> {
  const known = itemIds.get(message);
  if (known !== undefined) return known;
  const ids = new Set(Array.from({ length: message.captures }, (_none, capture) => sha256Hex(itemOf(message, capture))));
  itemIds.set(message, ids);
  return ids;
}
