/** The outcomes of a delivery, as the ledger stores them. */
export const DELIVERY_OUTCOMES = ['imported', 'imported-in-part', 'skipped-as-duplicate', 'held', 'failed'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/**
 * One line of `deliveries.jsonl`: a delivery of the run and what became of it. Everything the verb `rebuild` needs to make the ledger again, and
 * nothing of a message's content.
 */
export interface DeliveryLine {
  readonly v: 1;
  readonly importKey: string;
  readonly mailboxId: string;
  /** Address that named the mailbox. */
  readonly mailbox: string;
  readonly itemId: string;
  /** null where only the import key is known. */
  readonly messageIdentity: string | null;
  /** SHA-256 of the package. */
  readonly package: string;
  /** Number of the item in the package. */
  readonly entry: number;
  readonly outcome: DeliveryOutcome;
  /** For held and failed; '' otherwise. */
  readonly reason: string;
  /** Immutable id of the copy; '' when there is none. */
  readonly exchangeId: string;
  readonly matchedBy: string;
  readonly mappingVersion: string;
  /** When it was decided, ISO, UTC. */
  readonly at: string;
  /** Of the item. */
  readonly bytes: number;
}

const TEXTS = [
  'importKey',
  'mailboxId',
  'mailbox',
  'itemId',
  'package',
  'reason',
  'exchangeId',
  'matchedBy',
  'mappingVersion',
  'at',
] as const;

/** One line with its line end. Members stand in the order of the interface, so that equal deliveries give equal bytes. */
export function deliveryLine(line: DeliveryLine): string {
  const {
    v,
    importKey,
    mailboxId,
    mailbox,
    itemId,
    messageIdentity,
    package: sha256,
    entry,
    outcome,
    reason,
    exchangeId,
    matchedBy,
    mappingVersion,
    at,
    bytes,
  } = line;
  const ordered = {
    v,
    importKey,
    mailboxId,
    mailbox,
    itemId,
    messageIdentity,
    package: sha256,
    entry,
    outcome,
    reason,
    exchangeId,
    matchedBy,
    mappingVersion,
    at,
    bytes,
  };
  return `${JSON.stringify(ordered)}\n`;
}

/** Reads one line; undefined when it is none of version 1. Unknown members are left out. */
export function parseDeliveryLine(text: string): DeliveryLine | undefined {
  let line: Partial<DeliveryLine> | null;
  try {
    line = JSON.parse(text) as Partial<DeliveryLine> | null;
  } catch {
    return undefined;
  }
  if (typeof line !== 'object' || line === null || line.v !== 1) return undefined;
  const hasTexts = TEXTS.every((name) => typeof line[name] === 'string');
  const hasNumbers = Number.isSafeInteger(line.entry) && Number.isSafeInteger(line.bytes);
  const hasOutcome = DELIVERY_OUTCOMES.includes(line.outcome as DeliveryOutcome);
  const hasIdentity = line.messageIdentity === null || typeof line.messageIdentity === 'string';
  return hasTexts && hasNumbers && hasOutcome && hasIdentity ? (line as DeliveryLine) : undefined;
}
