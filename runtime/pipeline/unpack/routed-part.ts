import type { PackageCounts } from '../rows/package-counts';
import type { HeldRow } from '../rows/held-row';
import type { WorkToWrite } from '../work-blob';

/** One delivery that a part of a package asks for. */
export interface PlannedDelivery {
  readonly importKey: string;
  readonly itemId: string;
  readonly entry: number;
  readonly bytes: number;
  readonly matchedBy: string;
  /** Renders the request, or says how it is made later. Called once, when the work blob is written. */
  readonly work: () => WorkToWrite;
  /** The held row that is taken up again, and the run that added it; '' for a new delivery. */
  readonly heldId: string;
  readonly heldSince: string;
}

export interface PlannedMailbox {
  readonly mailboxId: string;
  readonly address: string;
  readonly deliveries: PlannedDelivery[];
}

export interface SeenNumber {
  readonly state: 'unresolved' | 'external';
  readonly shown: string;
  items: number;
  readonly latest: (readonly [run: string, packageId: string, entry: number])[];
}

/** What routing a part of a package leads to; nothing is written yet. */
export interface RoutedPart {
  readonly counts: PackageCounts;
  /** By mailbox; those that only become held stand apart, by reason. */
  readonly mailboxes: ReadonlyMap<string, PlannedMailbox>;
  readonly toHold: ReadonlyMap<string, { readonly reason: string; readonly mailbox: PlannedMailbox }>;
  readonly held: readonly HeldRow[];
  /** By key of the participant. */
  readonly numbers: ReadonlyMap<string, SeenNumber>;
}
