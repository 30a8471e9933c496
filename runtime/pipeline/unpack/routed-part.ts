import type { MailboxCopy } from '../../domain/copy/mailbox-copy';
import type { Attachment } from '../../domain/item/item';
import type { ItemLocator } from '../../domain/package/item-locator';
import type { IndexedItem } from '../items/item-index';
import type { HeldRow } from '../rows/held-row';
import type { PackageCounts } from '../rows/package-counts';
import type { AskedDates, DeliveryPart } from '../work-blob';

/** What the work blob holds of a delivery besides its part. A ready one's request is rendered when the blob is written. */
export type PlannedContent =
  | ({ readonly kind: 'ready'; readonly common: Buffer } & AskedDates)
  | ({
      readonly kind: 'large';
      readonly copy: MailboxCopy;
      readonly locator: ItemLocator;
      readonly attachments: readonly Attachment[];
    } & AskedDates);

/** One delivery that an item asks for. A part of a package has thousands in memory: of a small item nothing but its request is kept. */
export interface PlannedDelivery {
  readonly part: DeliveryPart;
  /** Undefined for a delivery that is only made held. */
  readonly content: PlannedContent | undefined;
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
