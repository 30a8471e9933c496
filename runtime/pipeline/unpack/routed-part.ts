import type { IndexedItem } from '../items/item-index';
import type { HeldRow } from '../rows/held-row';
import type { PackageCounts } from '../rows/package-counts';
import type { DeliveryPart, WorkToWrite } from '../work-blob';

/** One delivery that an item asks for; its request is rendered when the work blob is written. One that is only made held has none. */
export interface PlannedDelivery extends DeliveryPart {
  readonly work: (() => WorkToWrite) | undefined;
  /** About how many bytes it takes in the work blob. */
  readonly weight: number;
}

/** Deliveries of one mailbox from one package. */
export interface PlannedMailbox {
  readonly mailboxId: string;
  /** The address that named it, for people. */
  readonly address: string;
  /** Every delivery becomes held with this reason; '' for ordinary ones. */
  readonly holdReason: string;
  readonly deliveries: PlannedDelivery[];
}

/** A number or name that is nobody's, seen in a part of a package. */
export interface SeenNumber {
  readonly state: 'unresolved' | 'external';
  readonly shown: string;
  readonly name: string;
  readonly items: number;
  /** Entries of the package that showed it, the latest last. */
  readonly entries: readonly number[];
}

/** What routing a part of a package leads to; nothing is written yet. */
export interface RoutedPart {
  readonly counts: PackageCounts;
  readonly mailboxes: readonly PlannedMailbox[];
  readonly held: readonly HeldRow[];
  /** Every item of the part, for the index. */
  readonly items: readonly IndexedItem[];
  /** Ids of the held entries that items of this part would have if nobody got them. */
  readonly routedItemIds: readonly string[];
  /** By key of the participant. */
  readonly numbers: ReadonlyMap<string, SeenNumber>;
}
