import { type Item, isReadable } from '../../domain/item/item';
import type { OpenedPackage } from '../../domain/package/open-package';
import { findUser } from '../../domain/routing/find-user';
import { heldParticipants } from '../../domain/routing/held-participants';
import { routeItem } from '../../domain/routing/route-item';
import type { RoutedMailbox, Routing } from '../../domain/routing/routing';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { addHeld, resolveHeld } from '../held/held-entries';
import { heldOfRouting } from '../held/held-item';
import { indexItem } from '../items/index-item';
import { type IndexedItem, writeTakenUp } from '../items/item-index';
import type { HeldRow } from '../rows/held-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { isOfEnabledArchiver } from '../unpack/enabled-archivers';
import { itemToDeliver, NOTHING_TAKEN_UP, planDeliveries, type TakenUp } from '../unpack/plan-deliveries';
import { readPackageItem } from '../unpack/read-package-item';
import type { PlannedMailbox } from '../unpack/routed-part';
import { type RunContext, routingContextOf, runContext } from '../unpack/run-context';
import { openStoredPackage } from '../unpack/stored-package';
import { originOf, writeBatches } from '../unpack/write-batches';
import type { ReplayOrder } from './replay-order';

/** Takes up held entries of one package: their items are read and routed again, and what has a mailbox now is queued. */
export async function replayEntries(
  entries: readonly HeldRow[],
  order: ReplayOrder | undefined,
  run: RunRow,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  const stored = (await ports.stores.packageRows.get(first.packageRun, first.packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined) return;
  const row = stored.row;
  const replay = new Replay(run, row, await openStoredPackage(row, ports), await runContext(run, ports, handling.signal), order, ports);
  for (const entry of entries) await replay.take(entry);
  await replay.write();
}

class Replay {
  private readonly mailboxes = new Map<string, PlannedMailbox>();
  private readonly planned = new Set<string>();
  /** Items that go somewhere now, by entry: they are found where they went. */
  private readonly items = new Map<number, IndexedItem>();
  private first = '';
  /** Entries of items and participants that have a mailbox now: resolved as soon as their deliveries are queued. */
  private readonly routed: HeldRow[] = [];
  private readonly stillHeld: HeldRow[] = [];
  /** Cannot be read, and was released all the same: it leaves the balance, its bytes stay in the package. */
  private readonly released: HeldRow[] = [];

  constructor(
    private readonly run: RunRow,
    private readonly row: PackageRow,
    private readonly opened: OpenedPackage,
    private readonly context: RunContext,
    private readonly order: ReplayOrder | undefined,
    private readonly ports: ConnectorPorts,
  ) {}

  async take(entry: HeldRow): Promise<void> {
    const { item, bytes } = await readPackageItem(this.opened, entry.entry, this.ports.options.items);
    if (!isReadable(item)) return this.keepUnreadable(entry);
    const routing = routeItem(item, routingContextOf(this.context, this.row, this.run, this.ports.options));
    const mailboxes = this.mailboxesFor(entry, item, routing);
    if (mailboxes.length === 0) return void this.keep(entry, item, routing);
    this.plan(entry, item, bytes, routing, mailboxes);
    if (this.items.size === 0) this.first = entry.key;
    this.items.set(
      entry.entry,
      indexItem(item, { ...routing, mailboxes: withoutTwice(routing.mailboxes, mailboxes) }, this.row, entry.entry),
    );
    if (entry.kind !== 'delivery') this.routed.push(entry);
  }

  /** Order of effects: deliveries are durable and queued before the entry that asked for them is resolved. */
  async write(): Promise<void> {
    await writeBatches([...this.mailboxes.values()], originOf(this.run, this.row), this.ports);
    await writeTakenUp(this.run.partition, this.row.key, this.first, [...this.items.values()], this.ports.stores);
    for (const entry of this.routed) await resolveHeld(entry.key, this.run.partition, 'routed', this.ports);
    for (const entry of this.released) await resolveHeld(entry.key, this.run.partition, 'released', this.ports);
    // A failed delivery that cannot be taken up stands where it stood.
    for (const entry of this.stillHeld) if (entry.partition === 'open') await addHeld(entry, this.ports.stores);
  }

  private keepUnreadable(entry: HeldRow): void {
    if (this.order?.released.includes(entry.key) === true) this.released.push(entry);
    else this.stillHeld.push(tried(entry, this.run, this.now));
  }

  private get now(): string {
    return this.ports.clock.now().toISOString();
  }

  /**
   * A delivery is tried again where it was meant to go. An item or a participant goes where routing sends it now; a participant only to its
   * own mailbox, because the others have theirs.
   */
  private mailboxesFor(entry: HeldRow, item: Item, routing: Routing): readonly RoutedMailbox[] {
    if (isKeptBack(entry, item, this.ports)) return [];
    const chosen = this.order?.chosen[entry.key];
    if (chosen !== undefined) return this.chosenMailbox(chosen);
    if (entry.kind === 'delivery') return this.mailboxOfDelivery(entry, routing);
    if (entry.kind === 'item') return routing.mailboxes;
    const own = new Set(
      heldParticipants(routing).map((held) => heldOfRouting(held, routing, item, entry.entry, this.row, this.run, new Date(this.now)).key),
    );
    if (own.has(entry.key)) return [];
    return routing.mailboxes.filter((mailbox) => mailbox.participants.some((index) => shownAs(routing, index) === entry.participant));
  }

  /** An administrator chose among the candidates; the directory still has to know the address. */
  private chosenMailbox(address: string): readonly RoutedMailbox[] {
    const found = findUser(address, this.context);
    if (found.kind !== 'user') return [];
    return [{ mailboxId: found.user.id, address: found.address, matchedBy: 'custom-mapping', participants: [], holdReason: undefined }];
  }

  private mailboxOfDelivery(entry: HeldRow, routing: Routing): readonly RoutedMailbox[] {
    const now = routing.mailboxes.find((mailbox) => mailbox.mailboxId === entry.mailboxId);
    if (now !== undefined) return [now];
    // Its number goes to somebody else since: only an administrator may decide.
    const { userById } = this.context.directory;
    const isThere = userById(entry.mailboxId) !== undefined;
    if (!isThere || this.run.replays === 'listed') return routing.mailboxes;
    return [{ mailboxId: entry.mailboxId, address: entry.address, matchedBy: 'custom-mapping', participants: [], holdReason: undefined }];
  }

  private plan(entry: HeldRow, item: Item, bytes: Buffer | undefined, routing: Routing, mailboxes: readonly RoutedMailbox[]): void {
    const { row, run, opened, context, ports } = this;
    const taken: TakenUp = entry.kind === 'delivery' ? { heldId: entry.key, heldReason: entry.reason } : NOTHING_TAKEN_UP;
    const each = itemToDeliver(item, bytes, entry.entry, { run, row, opened, context });
    for (const { mailbox, delivery } of planDeliveries(each, routing, mailboxes, taken, false, ports)) {
      const name = `${mailbox.mailboxId}/${delivery.part.importKey}`;
      if (this.planned.has(name)) continue;
      this.planned.add(name);
      const planned = this.mailboxes.get(mailbox.mailboxId) ?? {
        mailboxId: mailbox.mailboxId,
        address: mailbox.address,
        holdReason: '',
        deliveries: [],
      };
      planned.deliveries.push(delivery);
      this.mailboxes.set(mailbox.mailboxId, planned);
    }
  }

  /** Still nobody's: the entry says what today's mapping and directory make of it. Somebody answered "Not ours" needs no entry any more. */
  private keep(entry: HeldRow, item: Item, routing: Routing): void {
    const again = heldParticipants(routing)
      .map((held) =>
        heldOfRouting(
          held,
          routing,
          item,
          entry.entry,
          this.row,
          this.run,
          new Date(this.now),
          entry.reason === 'other-archiver' ? 'other-archiver' : held.reason,
        ),
      )
      .find((held) => held.key === entry.key);
    if (again === undefined && entry.kind === 'participant') this.routed.push(entry);
    else this.stillHeld.push(tried(again ?? entry, this.run, this.now));
  }
}

/** Another archiver's items wait until that archiver is enabled; a replay by hand does not change what they are. */
function isKeptBack(entry: HeldRow, item: Item, ports: ConnectorPorts): boolean {
  return entry.reason === 'other-archiver' && !isOfEnabledArchiver(item, ports.options);
}

/** Where the item goes by routing, and where it goes by choice. */
function withoutTwice(routed: readonly RoutedMailbox[], chosen: readonly RoutedMailbox[]): readonly RoutedMailbox[] {
  return [...routed, ...chosen.filter(({ mailboxId }) => !routed.some((mailbox) => mailbox.mailboxId === mailboxId))];
}

function tried(entry: HeldRow, run: RunRow, now: string): HeldRow {
  return { ...entry, mappingVersion: run.mappingVersion, lastTriedAt: now };
}

function shownAs(routing: Routing, index: number): string {
  const person = routing.participants[index]?.person;
  return person?.phone ?? person?.address ?? person?.name ?? '';
}
