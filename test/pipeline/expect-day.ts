import { createHash } from 'node:crypto';
import type { ExpectedDelivery, ExpectedItem } from '../../runtime/local/telemessage-simulator/synthetic/expected-day';
import type { SyntheticDay } from '../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import type { HeldCopy } from '../fakes/in-memory-exchange-store';
import type { World } from './world/world';

/** Every (message, mailbox) is there exactly once, as its item says; nothing else, nothing half made, nothing left in staging. */
export function expectCopies(world: World, day: SyntheticDay): void {
  const wanted = day.expected.deliveries.filter((delivery) => delivery.outcome === 'imported');
  const found = world.exchange.archived();
  const byMailbox = Map.groupBy(found, (copy) => copy.mailboxId);
  const missing = wanted.filter((delivery) => take(byMailbox.get(delivery.mailboxId) ?? [], delivery) === undefined);
  const unexpected = [...byMailbox.values()].flat();

  expect({ missing: missing.map(describeDelivery), unexpected: unexpected.map((copy) => `${copy.mailboxId}: ${copy.subject}`) }).toEqual({
    missing: [],
    unexpected: [],
  });
  expect(found.filter((copy) => copy.isDraft)).toEqual([]);
  expect(world.exchange.staged()).toEqual([]);
}

/** Removes and answers the copy that shows one of the delivery's items, all of it. */
function take(copies: HeldCopy[], delivery: ExpectedDelivery): HeldCopy | undefined {
  const index = copies.findIndex((copy) => delivery.items.some((item) => isCopyOf(copy, item)));
  return index === -1 ? undefined : copies.splice(index, 1)[0];
}

function isCopyOf(copy: HeldCopy, item: ExpectedItem): boolean {
  return JSON.stringify(shownBy(copy)) === JSON.stringify(shownOf(item, copy));
}

const shownBy = (copy: HeldCopy) => ({
  subject: copy.subject,
  text: copy.body.trimEnd(),
  from: copy.from.toLowerCase(),
  to: copy.to.map((address) => address.toLowerCase()).sort(),
  sentAt: copy.sentAt.toISOString(),
  attachments: copy.attachments
    .map(({ name, content }) => `${name} ${content.length} ${createHash('sha256').update(content).digest('hex')}`)
    .sort(),
});

const shownOf = (item: ExpectedItem, copy: HeldCopy) => ({
  subject: item.subject,
  text: item.text.trimEnd(),
  from: item.copyFrom.address.toLowerCase(),
  to: item.copyTo.map(({ address }) => address.toLowerCase()).sort(),
  // An absurd date is replaced by the arrival.
  sentAt: new Date(Math.floor((item.sentAt ?? copy.sentAt).getTime() / 1000) * 1000).toISOString(),
  attachments: item.attachments.map(({ name, bytes, sha256 }) => `${name} ${bytes} ${sha256}`).sort(),
});

const describeDelivery = (delivery: ExpectedDelivery): string => `${delivery.mailbox}: ${delivery.items[0]?.subject} (${delivery.message})`;
