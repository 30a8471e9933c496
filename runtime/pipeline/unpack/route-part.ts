import { isDateSuspect } from '../../domain/copy/copy-of';
import type { Item, UnreadableItem } from '../../domain/item/item';
import { participantKey } from '../../domain/routing/participant-key';
import type { RoutedMailbox, Routing } from '../../domain/routing/routing';
import { routingCounts } from '../../domain/routing/routing-counts';
import { heldItemId, quarantined } from '../held/held-item';
import { indexItem } from '../items/index-item';
import type { IndexedItem } from '../items/item-index';
import type { HeldRow } from '../rows/held-row';
import { addCounts, NO_COUNTS, type PackageCounts } from '../rows/package-counts';
import { type JudgedItem, judgePackageItem } from './judge-item';
import type { PartContext } from './part-context';
import type { Part } from './part-plan';
import type { PlannedMailbox, RoutedPart, SeenNumber } from './routed-part';

const KEPT_ENTRIES_OF_A_NUMBER = 20;

/** Reads and routes each item of a part once. Nothing is written; the result follows from the package and what the run is pinned to. */
export async function routePart(part: Part, context: PartContext): Promise<RoutedPart> {
  const routing = new PartRouting(context);
  for (let entry = part.from; entry < part.to; entry += 1) {
    if (context.opened.barOf(entry) !== undefined) continue;
    routing.take(await judgePackageItem(entry, context), entry);
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

  take(judged: JudgedItem | UnreadableItem, entry: number): void {
    const { run, row, ports } = this.context;
    if ('unreadable' in judged) {
      this.count({ items: 1, itemsQuarantined: 1 });
      this.held.push(quarantined(judged, entry, row, run, ports.clock.now()));
      this.items.push(indexItem(judged, undefined, row, entry));
      return;
    }
    const { item, routing, deliveries, held } = judged;
    this.countItem(item, routing);
    for (const { mailbox, delivery, holdReason } of deliveries)
      if (this.isFirst(mailbox, delivery.part.importKey)) this.mailboxFor(mailbox, holdReason).deliveries.push(delivery);
    if (!routing.isItemUnmatched) this.routedItemIds.push(heldItemId(item, row, entry));
    this.held.push(...held);
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
