import { isDateSuspect } from '../../domain/copy/copy-of';
import { type Item, isReadable } from '../../domain/item/item';
import type { OpenedPackage } from '../../domain/package/open-package';
import { heldParticipants } from '../../domain/routing/held-participants';
import { participantKey } from '../../domain/routing/participant-key';
import { routeItem } from '../../domain/routing/route-item';
import type { RoutedMailbox, Routing } from '../../domain/routing/routing';
import { routingCounts } from '../../domain/routing/routing-counts';
import type { ConnectorPorts } from '../connector-ports';
import { heldItemId, heldOfRouting, quarantined } from '../held/held-item';
import { indexItem } from '../items/index-item';
import type { IndexedItem } from '../items/item-index';
import type { HeldReason, HeldRow } from '../rows/held-row';
import { addCounts, NO_COUNTS, type PackageCounts } from '../rows/package-counts';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import type { Part } from './part-plan';
import { NOTHING_TAKEN_UP, planDeliveries } from './plan-deliveries';
import { type ReadItem, readPackageItem } from './read-package-item';
import type { PlannedMailbox, RoutedPart, SeenNumber } from './routed-part';
import { type RunContext, routingContextOf } from './run-context';

const KEPT_ENTRIES_OF_A_NUMBER = 20;

/** What a part of a package is routed with. */
export interface PartContext {
  readonly run: RunRow;
  readonly row: PackageRow;
  readonly opened: OpenedPackage;
  readonly context: RunContext;
  readonly ports: ConnectorPorts;
}

/** Reads and routes each item of a part once. Nothing is written; the result follows from the package and what the run is pinned to. */
export async function routePart(part: Part, context: PartContext): Promise<RoutedPart> {
  const routing = new PartRouting(context);
  for (let entry = part.from; entry < part.to; entry += 1) {
    if (context.opened.barOf(entry) !== undefined) continue;
    routing.take(await readPackageItem(context.opened, entry, context.ports.options.items), entry);
  }
  return routing.result();
}

class PartRouting {
  private counts: PackageCounts = NO_COUNTS;
  private readonly mailboxes = new Map<string, PlannedMailbox>();
  private readonly held: HeldRow[] = [];
  private readonly items: IndexedItem[] = [];
  private readonly routedItemIds: string[] = [];
  private readonly numbers = new Map<string, SeenNumber>();
  /** Deliveries of this part: `<mailbox>/<import key>`. */
  private readonly planned = new Set<string>();
  /** Source message id -> the first identity that was seen with it. */
  private readonly identities = new Map<string, string>();

  constructor(private readonly context: PartContext) {}

  take(read: ReadItem, entry: number): void {
    const { run, row, context, ports } = this.context;
    const { item } = read;
    if (!isReadable(item)) {
      this.count({ items: 1, itemsQuarantined: 1 });
      this.held.push(quarantined(item, entry, row, run, ports.clock.now()));
      this.items.push(indexItem(item, undefined, row, entry));
      return;
    }
    const routing = routeItem(item, routingContextOf(context, row, run, ports.options));
    const holdReason = this.holdReasonOf(item);
    this.countItem(item, routing);
    this.plan(item, read.bytes, entry, routing, holdReason);
    if (!routing.isItemUnmatched) this.routedItemIds.push(heldItemId(item, row, entry));
    for (const held of heldParticipants(routing))
      this.held.push(heldOfRouting(held, routing, item, entry, row, run, ports.clock.now(), holdReason));
    this.noteNumbers(routing, entry);
    this.items.push(indexItem(item, routing, row, entry));
  }

  result(): RoutedPart {
    return {
      counts: this.counts,
      mailboxes: [...this.mailboxes.values()],
      held: this.held,
      items: this.items,
      routedItemIds: this.routedItemIds,
      numbers: this.numbers,
    };
  }

  /** Why every delivery of this item is held, before any mailbox is asked. */
  private holdReasonOf(item: Item): HeldReason | undefined {
    const { row, ports } = this.context;
    if (row.isComplete === false && !row.isReleased) return 'rejected-package';
    if (item.archiver === 'signal') return undefined;
    const name = item.otherArchiver?.toLowerCase() ?? '';
    return ports.options.otherArchivers.some((enabled) => enabled.toLowerCase() === name) ? undefined : 'other-archiver';
  }

  private plan(item: Item, bytes: Buffer | undefined, entry: number, routing: Routing, holdReason: HeldReason | undefined): void {
    const { run, row, opened, context, ports } = this.context;
    const arrivedAt = new Date(row.arrivedAt);
    const each = {
      item,
      bytes,
      entry,
      locate: () => opened.locate(entry),
      arrivedAt,
      packageSha256: row.sha256,
      mappingVersion: run.mappingVersion,
      chatKey: context.chatKey,
    };
    const held = routing.mailboxes.filter((mailbox) => holdReason !== undefined || mailbox.holdReason !== undefined);
    const open = routing.mailboxes.filter((mailbox) => !held.includes(mailbox));
    for (const [mailboxes, holds] of [
      [open, false],
      [held, true],
    ] as const) {
      if (mailboxes.length === 0) continue;
      for (const { mailbox, delivery } of planDeliveries(each, routing, mailboxes, NOTHING_TAKEN_UP, holds, ports)) {
        if (this.isFirst(mailbox, delivery.part.importKey))
          this.mailboxFor(mailbox, holds ? (holdReason ?? 'not-in-scope') : '').deliveries.push(delivery);
      }
    }
  }

  /** One copy a mailbox: another item of this part carries the same message to it. */
  private isFirst(mailbox: RoutedMailbox, importKey: string): boolean {
    const name = `${mailbox.mailboxId}/${importKey}`;
    const isFirst = !this.planned.has(name);
    this.planned.add(name);
    this.count({ deliveries: 1, duplicatesInside: isFirst ? 0 : 1 });
    return isFirst;
  }

  private mailboxFor(mailbox: RoutedMailbox, holdReason: string): PlannedMailbox {
    const name = `${holdReason}/${mailbox.mailboxId}`;
    const known = this.mailboxes.get(name);
    if (known !== undefined) return known;
    const planned: PlannedMailbox = { mailboxId: mailbox.mailboxId, address: mailbox.address, holdReason, deliveries: [] };
    this.mailboxes.set(name, planned);
    return planned;
  }

  private countItem(item: Item, routing: Routing): void {
    this.count({
      ...routingCounts(routing),
      items: 1,
      itemsRouted: routing.isItemUnmatched ? 0 : 1,
      dateSuspect: isDateSuspect(item, new Date(this.context.row.arrivedAt)) ? 1 : 0,
      variants: this.isVariant(item) ? 1 : 0,
      [item.kind]: 1,
    });
  }

  /** The same message captured with other content: both are imported, and counted. */
  private isVariant(item: Item): boolean {
    if (item.sourceMessageId === undefined) return false;
    const first = this.identities.get(item.sourceMessageId);
    if (first === undefined) this.identities.set(item.sourceMessageId, item.messageIdentity);
    return first !== undefined && first !== item.messageIdentity;
  }

  private noteNumbers(routing: Routing, entry: number): void {
    for (const { state, person } of routing.participants) {
      if (state !== 'unresolved' && state !== 'external') continue;
      const key = participantKey(person);
      const known = this.numbers.get(key);
      const entries = [...(known?.entries ?? []), entry].slice(-KEPT_ENTRIES_OF_A_NUMBER);
      const shown = person.phone ?? person.address ?? person.name;
      this.numbers.set(key, {
        state: known?.state === 'unresolved' ? 'unresolved' : state,
        shown,
        name: person.phone === undefined ? '' : person.name,
        items: (known?.items ?? 0) + 1,
        entries,
      });
    }
  }

  private count(counts: Partial<PackageCounts>): void {
    this.counts = addCounts(this.counts, counts);
  }
}
