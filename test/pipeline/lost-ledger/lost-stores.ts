import { type Rebuilt, rebuild } from '../../../runtime/pipeline/rebuild/rebuild';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { allOf } from '../../fakes/all-of';
import type { World } from '../world/world';

export const DAY_IN_MS = 86_400_000;
const TABLES = ['deliveries', 'runs', 'packages', 'batches', 'held', 'mailboxes', 'numbers', 'events'] as const;

/** As if the account of the tables had been made anew. */
export function emptyTables(world: World): void {
  for (const table of TABLES) world.account.table(table).clear();
}

/** What must come back of each delivery. */
export function ledgerOf(world: World) {
  return ([...world.account.table('deliveries').rows()] as DeliveryRow[])
    .map(({ partition, key, state, exchangeId, itemId, packageId, entry }) => ({
      name: `${partition}/${key}`,
      state,
      exchangeId,
      itemId,
      packageId,
      entry,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function heldOf(world: World): Promise<readonly string[]> {
  return (await allOf(world.stores.held.list('open'))).map(({ row }) => `${row.kind} ${row.reason} ${row.key}`).sort();
}

/** Rebuilds, and lets the run that takes packages up again come to its end. */
export async function rebuilt(world: World): Promise<Rebuilt> {
  const process = world.process();
  const result = await process.run(() => rebuild('somebody', process.ports));
  if (result === undefined) throw new Error('The process died');
  await process.drain();
  return result;
}

export function laterBy(world: World, milliseconds: number): void {
  world.clock.jumpTo(new Date(world.clock.now().getTime() + milliseconds));
}

export const creates = (world: World): number => world.exchange.requests.get('create') ?? 0;
