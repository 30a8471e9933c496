import type { ReportMessages } from '../../domain/evidence/report';
import type { ConnectorPorts } from '../connector-ports';
import { indexParts, parseIndexLine, readIndexPart } from '../items/item-index';
import { type BatchCell, type CellsRow, isAccounted } from '../rows/batch-row';

/** Messages of a run: what the sentence of state counts. */
export interface MessageFigures {
  readonly messages: Omit<ReportMessages, 'mailboxes'>;
  readonly missing: MissingMessages;
  /** Items by short key of each number of ours that they showed. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Messages without a copy, as a row can hold them. */
export interface MissingMessages {
  /** First 16 digits of the ids of all items of each message; as many messages as fit. */
  readonly items: readonly (readonly string[])[];
  /** Messages that did not fit. */
  readonly leftOut: number;
}

/** Enough to follow every message of a bad day. A row holds 500,000 characters; an id takes 19, a message 3 more. */
const MAX_MISSING_MESSAGES = 5_000;
const MAX_MISSING_ITEMS = 20_000;
const SHORT_ID_LENGTH = 16;
const COPIED = new Set(['imported', 'imported-in-part', 'skipped-as-duplicate']);

/** 52 bits of a hash: exact in a number, so that a set of a million of them is small. */
const shortHash = (hex: string): number => Number.parseInt(hex.slice(0, 13), 16);

/**
 * Counts messages, not items: one that several phones recorded counts once. It has a copy when any of its items has one; it is external when
 * everybody in all of its items is known not to be ours. Reads the run's own index and cells.
 */
export async function messageFigures(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<MessageFigures> {
  const copied = await copiedItems(runId, ports);
  const messages = new Map<number, 'copied' | 'external' | 'missing'>();
  const shown = new Map<string, number>();
  for await (const { message, item, isExternal, numbers } of indexedItems(runId, ports)) {
    for (const number of numbers) shown.set(number, (shown.get(number) ?? 0) + 1);
    const known = messages.get(message);
    if (known === 'copied') continue;
    if (copied.has(shortHash(item))) messages.set(message, 'copied');
    else if (!isExternal) messages.set(message, 'missing');
    else messages.set(message, known ?? 'external');
  }
  const count = (wanted: string): number => [...messages.values()].filter((state) => state === wanted).length;
  const figures = { available: messages.size, delivered: count('copied'), external: count('external') };
  const missing = count('missing') === 0 ? NONE_MISSING : await missingItems(runId, messages, ports);
  return { messages: figures, missing, numbers: shown };
}

async function copiedItems(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<ReadonlySet<number>> {
  const copied = new Set<number>();
  for await (const { row } of ports.stores.batches.list(runId, { from: 'c-', to: 'c~' }))
    for (const cell of JSON.parse((row as CellsRow).cells) as BatchCell[])
      if (COPIED.has(cell.o) && isAccounted(cell)) copied.add(shortHash(cell.i));
  return copied;
}

const NONE_MISSING: MissingMessages = { items: [], leftOut: 0 };

/** A message is followed with all its items or not at all: one that is named with a part of them would seem to have its copy too early. */
async function missingItems(
  runId: string,
  messages: ReadonlyMap<number, string>,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<MissingMessages> {
  const followed = new Map<number, string[]>();
  const leftOut = new Set<number>();
  let kept = 0;
  for await (const { message, item } of indexedItems(runId, ports)) {
    if (messages.get(message) !== 'missing' || leftOut.has(message)) continue;
    const known = followed.get(message);
    if (kept < MAX_MISSING_ITEMS && (known !== undefined || followed.size < MAX_MISSING_MESSAGES)) {
      if (known === undefined) followed.set(message, [item.slice(0, SHORT_ID_LENGTH)]);
      else known.push(item.slice(0, SHORT_ID_LENGTH));
      kept += 1;
      continue;
    }
    kept -= known?.length ?? 0;
    followed.delete(message);
    leftOut.add(message);
  }
  return { items: [...followed.values()], leftOut: leftOut.size };
}

/** `message`: 52 bits of its identity; an item that nobody can read is a message of its own. */
async function* indexedItems(
  runId: string,
  ports: Pick<ConnectorPorts, 'stores'>,
): AsyncGenerator<{
  readonly message: number;
  readonly item: string;
  readonly isExternal: boolean;
  readonly numbers: readonly string[];
}> {
  for await (const part of indexParts(ports.stores, `${runId}/`)) {
    for (const line of (await readIndexPart(part, ports.stores)).split('\n')) {
      const item = parseIndexLine(line);
      if (item === undefined) continue;
      const { itemId, messageIdentity, as, numbers } = item;
      yield { message: shortHash(messageIdentity || itemId), item: itemId, isExternal: as === 'external', numbers };
    }
  }
}
