import { isReadable } from '../../domain/item/item';
import { importKeyOf } from '../../domain/ledger/import-key';
import { routeItem } from '../../domain/routing/route-item';
import type { RoutedMailbox } from '../../domain/routing/routing';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { indexItem } from '../items/index-item';
import { type IndexedItem, writeTakenUp } from '../items/item-index';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { itemToDeliver, NOTHING_TAKEN_UP, planDeliveries } from '../unpack/plan-deliveries';
import { readPackageItem } from '../unpack/read-package-item';
import type { PlannedMailbox } from '../unpack/routed-part';
import { routingContextOf, runContext } from '../unpack/run-context';
import { openStoredPackage } from '../unpack/stored-package';
import { originOf, writeBatches } from '../unpack/write-batches';
import type { ItemPlace } from './replay-order';

/**
 * Routes items again that are not held: somebody in them has a mailbox now, or another one. Only mailboxes that have no delivery of the
 * message yet get one; nothing is ever taken back.
 */
export async function replayItems(places: readonly ItemPlace[], run: RunRow, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const byPackage = Map.groupBy(places, ([packageRun, packageId]) => `${packageRun}/${packageId}`);
  for (const group of byPackage.values()) {
    const [packageRun = '', packageId = ''] = group[0] ?? [];
    const stored = (await ports.stores.packageRows.get(packageRun, packageId)) as Stored<PackageRow> | undefined;
    if (stored === undefined || stored.row.blob === '') continue;
    const entries = [...new Set(group.map(([, , entry]) => entry))].sort((a, b) => a - b);
    await replayFrom(stored.row, entries, run, ports, handling);
  }
}

async function replayFrom(
  row: PackageRow,
  entries: readonly number[],
  run: RunRow,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  const [opened, context] = await Promise.all([openStoredPackage(row, ports), runContext(run, ports, handling.signal)]);
  const planned = new Map<string, PlannedMailbox>();
  const seen = new Set<string>();
  const items: IndexedItem[] = [];
  for (const entry of entries) {
    if (entry >= opened.itemCount || opened.barOf(entry) !== undefined) continue;
    const { item, bytes } = await readPackageItem(opened, entry, ports.options.items);
    if (!isReadable(item)) continue;
    const routing = routeItem(item, routingContextOf(context, row, run, ports.options));
    const mailboxes = await withoutDelivery(routing.mailboxes, item.messageIdentity, seen, ports);
    if (mailboxes.length === 0) continue;
    items.push(indexItem(item, routing, row, entry));
    const each = itemToDeliver(item, bytes, entry, { run, row, opened, context });
    for (const { mailbox, delivery } of planDeliveries(each, routing, mailboxes, NOTHING_TAKEN_UP, false, ports)) {
      const { mailboxId, address } = mailbox;
      const known = planned.get(mailboxId) ?? { mailboxId, address, holdReason: '', deliveries: [] };
      known.deliveries.push(delivery);
      planned.set(mailboxId, known);
    }
  }
  await writeBatches([...planned.values()], originOf(run, row), ports);
  await writeTakenUp(run.partition, row.key, String(items[0]?.entry ?? ''), items, ports.stores);
}

/** A row of the ledger, whatever its state, means that somebody takes care of this mailbox. A repeated replay meets its own rows too. */
async function withoutDelivery(
  mailboxes: readonly RoutedMailbox[],
  messageIdentity: string,
  seen: Set<string>,
  ports: ConnectorPorts,
): Promise<readonly RoutedMailbox[]> {
  const open: RoutedMailbox[] = [];
  for (const mailbox of mailboxes) {
    const importKey = importKeyOf(ports.options.tenantId, mailbox.mailboxId, messageIdentity);
    const name = `${mailbox.mailboxId}/${importKey}`;
    if (seen.has(name)) continue;
    seen.add(name);
    if ((await ports.stores.deliveries.get(mailbox.mailboxId, importKey)) === undefined) open.push(mailbox);
  }
  return open;
}
