import type { CsvColumn } from './csv-export';
import type { DeliveryLine } from './delivery-line';

/** The deliveries of a run, for people and their spreadsheets. */
export const DELIVERY_COLUMNS: readonly CsvColumn<DeliveryLine>[] = [
  { heading: 'Mailbox', value: ({ mailbox }) => mailbox },
  { heading: 'Outcome', value: ({ outcome }) => outcome },
  { heading: 'Reason', value: ({ reason }) => reason },
  { heading: 'Decided (UTC)', value: ({ at }) => at },
  { heading: 'Bytes', value: ({ bytes }) => bytes },
  { heading: 'Matched by', value: ({ matchedBy }) => matchedBy },
  { heading: 'Mapping version', value: ({ mappingVersion }) => mappingVersion },
  { heading: 'Item id', value: ({ itemId }) => itemId },
  { heading: 'Package SHA-256', value: (line) => line.package },
  { heading: 'Entry', value: ({ entry }) => entry },
  { heading: 'Import key', value: ({ importKey }) => importKey },
  { heading: 'Exchange id', value: ({ exchangeId }) => exchangeId },
];

/** A held entry as a list shows it. */
export interface HeldLine {
  readonly reason: string;
  readonly why: string;
  /** Number, name or mailbox that it is about; masked by the caller for whoever may not see full numbers. */
  readonly who: string;
  /** What kind of entry: item, participant, delivery, package. */
  readonly kind: string;
  readonly sentAt: string;
  readonly arrivedAt: string;
  readonly package: string;
  readonly entry: number;
  readonly bytes: number;
  readonly tries: number;
  readonly addedIn: string;
  readonly itemId: string;
}

export const HELD_COLUMNS: readonly CsvColumn<HeldLine>[] = [
  { heading: 'Mailbox or number', value: ({ who }) => who },
  { heading: 'Reason', value: ({ reason }) => reason },
  { heading: 'Why', value: ({ why }) => why },
  { heading: 'Kind', value: ({ kind }) => kind },
  { heading: 'Sent (UTC)', value: ({ sentAt }) => sentAt },
  { heading: 'Arrived (UTC)', value: ({ arrivedAt }) => arrivedAt },
  { heading: 'Package', value: (line) => line.package },
  { heading: 'Entry', value: ({ entry }) => (entry < 0 ? '' : entry) },
  { heading: 'Bytes', value: ({ bytes }) => bytes },
  { heading: 'Tries', value: ({ tries }) => tries },
  { heading: 'Held since run', value: ({ addedIn }) => addedIn },
  { heading: 'Item id', value: ({ itemId }) => itemId },
];
