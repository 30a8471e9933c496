import { ExtendedProperty } from '../../../runtime/adapters/graph/extended-properties';
import type { BatchRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { HeldRow } from '../../../runtime/pipeline/rows/held-row';
import type { RunRow } from '../../../runtime/pipeline/rows/run-row';
import { QUEUE_NAMES } from '../../../runtime/ports/queues';
import { allOf } from '../../fakes/all-of';
import type { World } from '../../pipeline/world/world';
import { copyName } from './check-copies';
import type { Expectations } from './check-world';

/** No row is left open, every row says what is in its mailbox, and every row that is held is where people see it. */
export async function ledgerViolated(world: World, { removed = new Set() }: Expectations): Promise<string[]> {
  const violations: string[] = [];
  const open = new Map((await allOf(world.stores.held.list('open'))).map(({ row }) => [row.key, row]));
  const copies = new Map(world.exchange.archived().map((copy) => [copy.id, copy]));
  const imported = new Set<string>();
  for (const row of world.account.table('deliveries').rows() as Generator<DeliveryRow>) {
    const name = `${row.partition} ${row.key.slice(0, 8)}`;
    if (row.state === 'pending' || row.state === 'creating') violations.push(`row ${row.state} for ever: ${name}`);
    if (row.state === 'held' && !open.has(row.heldId)) violations.push(`held and nobody sees it: ${name}`);
    if (row.state === 'imported') imported.add(row.key);
    if (row.state !== 'imported' || removed.size > 0) continue;
    const copy = copies.get(row.exchangeId);
    if (copy === undefined) violations.push(`the ledger names a copy that is not there: ${name}`);
    else if (copy.properties.get(ExtendedProperty.ImportKey) !== row.key)
      violations.push(`the ledger names another delivery's copy: ${name}`);
  }
  for (const copy of copies.values()) {
    const key = copy.properties.get(ExtendedProperty.ImportKey);
    if (key !== undefined && !imported.has(key)) violations.push(`the ledger does not know the copy: ${copyName(copy)}`);
  }
  for (const held of open.values()) violations.push(...heldViolated(held, world));
  return [...violations, ...openWork(world)];
}

/** An entry of a delivery stands for a row that is held (or a stub). */
function heldViolated(held: HeldRow, world: World): string[] {
  if (held.kind !== 'delivery') return [];
  const row = world.account.table('deliveries').get(held.mailboxId, held.importKey)?.row as DeliveryRow | undefined;
  const isRight = row?.state === 'held' || row?.state === 'imported-in-part';
  return isRight ? [] : [`an entry says held, the ledger ${row?.state ?? 'nothing'}: ${held.mailboxId} ${held.importKey.slice(0, 8)}`];
}

/** Runs, batches and queue messages that wait for something which never comes. */
function openWork(world: World): string[] {
  const violations: string[] = [];
  for (const row of world.account.table('runs').rows() as Generator<RunRow>)
    if (row.key === 'run' && row.state !== 'closed') violations.push(`run ${row.partition} is ${row.state}`);
  for (const row of world.account.table('batches').rows() as Generator<BatchRow>)
    if (row.key.startsWith('b-') && row.state !== 'done') violations.push(`batch ${row.key} is open`);
  for (const name of QUEUE_NAMES) {
    const size = world.account.queues.queue(name).size + world.account.queues.queue(`${name}-poison`).size;
    if (size > 0 && name !== 'settle') violations.push(`${size} messages left in ${name}`);
  }
  return violations;
}
