import type { ReportMessages } from '../../domain/evidence/report';
import type { ConnectorPorts } from '../connector-ports';
import { indexParts, parseIndexLine, readIndexPart } from '../items/item-index';
import type { BatchCell, CellsRow } from '../rows/batch-row';

/** Messages of a run: what the sentence of state counts. */
export interface MessageFigures {
  readonly messages: Omit<ReportMessages, 'mailboxes'>;
  /** First 16 digits of the ids of the items of each message without a copy; the first ones only. */
  readonly missing: readonly (readonly string[])[];
  /** Items by short key of each number of ours that they showed. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Enough to follow every message of a bad day; more would not fit into a row. */
const MAX_MISSING_MESSAGES = 5_000;
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
  const missing = count('missing') === 0 ? [] : await missingItems(runId, messages, ports);
  return { messages: figures, missing, numbers: shown };
}

async function copiedItems(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<ReadonlySet<number>> {
  const copied = new Set<number>();
  for await (const { row } of ports.stores.batches.list(runId, { from: 'c-', to: 'c~' }))
    for (const cell of JSON.parse((row as CellsRow).cells) as BatchCell[]) if (COPIED.has(cell.o)) copied.add(shortHash(cell.i));
  return copied;
}

async function missingItems(
  runId: string,
  messages: ReadonlyMap<number, string>,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<readonly (readonly string[])[]> {
  const missing = new Map<number, string[]>();
  for await (const { message, item } of indexedItems(runId, ports)) {
    if (messages.get(message) !== 'missing') continue;
    const known = missing.get(message);
    if (known !== undefined) known.push(item.slice(0, SHORT_ID_LENGTH));
    else if (missing.size < MAX_MISSING_MESSAGES) missing.set(message, [item.slice(0, SHORT_ID_LENGTH)]);
  }
  return [...missing.values()];
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
