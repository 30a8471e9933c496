import { normalisePhoneNumber } from '../../domain/item/phone-number';
import { participantKey } from '../../domain/routing/participant-key';
import { recordAct } from '../audit/audit-events';
import { indexParts, parseIndexLine, readIndexPart, shortNumberKey } from '../items/item-index';
import type { ItemPlace } from '../replay/replay-order';
import type { PackageRow } from '../rows/package-row';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { openReplay } from './open-replay';
import { actorOf, type Person } from './person';

export interface CorrectOrder {
  readonly number: string;
  /** By arrival of the package. */
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
}

const MAX_ITEMS = 5_000;

/**
 * Routes the items of a number again, although they were delivered: the mapping that sent them elsewhere was wrong. Mailboxes that have no copy yet
 * get one; what was delivered stays where it is, because the connector takes nothing back.
 */
export async function correctNumber(
  order: CorrectOrder,
  person: Person,
  ports: AdminPorts,
): Promise<{ readonly runId: string; readonly items: number }> {
  const phone = normalisePhoneNumber(order.number);
  if (phone === undefined) throw new ActRefusedError('invalid', 'no-number', `"${order.number}" is no mobile number.`);
  if (order.from >= order.to) throw new ActRefusedError('invalid', 'empty-window', 'The time ends before it begins.');
  const key = participantKey({ name: '', phone, address: undefined });
  const items = await itemsOf(shortNumberKey(key), order, ports);
  if (items.length === 0) throw new ActRefusedError('not-found', 'no-items', 'No item that arrived in this time shows the number.');
  const run = await openReplay({ items }, person, ports);
  await recordAct(
    {
      ...actorOf(person),
      act: 'correct',
      target: `number ${key.slice(0, 16)}, ${items.length} items, run ${run.partition}`,
      reason: order.reason,
    },
    ports,
  );
  return { runId: run.partition, items: items.length };
}

async function itemsOf(key: string, { from, to }: CorrectOrder, ports: AdminPorts): Promise<readonly ItemPlace[]> {
  const places: ItemPlace[] = [];
  for await (const part of indexParts(ports.stores)) {
    const row = (await ports.stores.packageRows.get(part.runId, part.packageId))?.row as PackageRow | undefined;
    if (row === undefined || row.arrivedAt < from.toISOString() || row.arrivedAt >= to.toISOString()) continue;
    const text = await readIndexPart(part, ports.stores);
    if (!text.includes(key)) continue;
    for (const line of text.split('\n')) {
      const item = line.includes(key) ? parseIndexLine(line) : undefined;
      if (item?.numbers.includes(key) === true) places.push([part.runId, part.packageId, item.entry]);
    }
    if (places.length > MAX_ITEMS)
      throw new ActRefusedError('invalid', 'too-many-items', `More than ${MAX_ITEMS} items arrived in this time. Choose a shorter one.`);
  }
  return places;
}
