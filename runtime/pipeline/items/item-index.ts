import { hash } from 'node:crypto';
import type { Stores } from '../connector-ports';
import { mailboxPrefix } from '../rows/batch-row';

const FOLDER = 'items/';
/** Items that a run took up again: apart, because they are not among the items that it read. */
const TAKEN_UP_FOLDER = 'items-taken-up/';
const ENTRY_DIGITS = 9;
const HASH_LENGTH = 16;
const NONE = '-';

/** `routed`: at least one mailbox; `external`: everybody in it is known not to be ours; `unmatched`: nobody has a mailbox; `unreadable`. */
export type IndexedAs = 'routed' | 'external' | 'unmatched' | 'unreadable';

/** What the index remembers of an item for good, so that it can be found by its ids; never text, names or numbers. */
export interface IndexedItem {
  /** Of an item whose bytes could not be read, its held id. */
  readonly itemId: string;
  /** '' for an unreadable item. */
  readonly messageIdentity: string;
  /** Hash of the vendor's message id; '' when the item has none. */
  readonly sourceHash: string;
  readonly entry: number;
  readonly as: IndexedAs;
  /** Hashes of the mailboxes it was routed to (`mailboxPrefix`). */
  readonly mailboxes: readonly string[];
  /** Short keys of the numbers of those in it who are ours or should be (`shortNumberKey`). */
  readonly numbers: readonly string[];
}

const LETTERS: Readonly<Record<IndexedAs, string>> = { routed: 'r', external: 'x', unmatched: 'u', unreadable: 'q' };
const MEANINGS = new Map(Object.entries(LETTERS).map(([as, letter]) => [letter, as as IndexedAs]));

/** The vendor's message id as the index holds it. `normalised`: as `normaliseSourceMessageId` answers it. */
export const sourceHashOf = (normalised: string): string => hash('sha256', normalised).slice(0, HASH_LENGTH);

/** A number as the index holds it. `key`: as `participantKey` answers it. */
export const shortNumberKey = (key: string): string => key.slice(0, HASH_LENGTH);

export const indexedMailbox = (mailboxId: string): string => mailboxPrefix(mailboxId);

/** One blob a part of a package: a repeated part writes the same bytes again. */
export const itemIndexName = (runId: string, packageId: string, fromEntry: number): string =>
  `${FOLDER}${runId}/${packageId}-${String(fromEntry).padStart(ENTRY_DIGITS, '0')}`;

export async function writeItemIndex(name: string, items: readonly IndexedItem[], stores: Pick<Stores, 'state'>): Promise<void> {
  await stores.state.put(name, Buffer.from(items.map(lineOf).join('')));
}

/** Of items that a run took up again; nothing when there is none. `first`: id of the first of them, which a repetition meets again. */
export async function writeTakenUp(
  runId: string,
  packageId: string,
  first: string,
  items: readonly IndexedItem[],
  stores: Pick<Stores, 'state'>,
): Promise<void> {
  if (items.length > 0) await writeItemIndex(`${TAKEN_UP_FOLDER}${runId}/${packageId}-${first}`, items, stores);
}

function lineOf({ itemId, messageIdentity, sourceHash, entry, as, mailboxes, numbers }: IndexedItem): string {
  const lists = `${mailboxes.join(',') || NONE} ${numbers.join(',') || NONE}`;
  return `${itemId} ${messageIdentity || NONE} ${sourceHash || NONE} ${entry} ${LETTERS[as]} ${lists}\n`;
}

/** Undefined for a line of another form. */
export function parseIndexLine(line: string): IndexedItem | undefined {
  const [itemId = '', identity = '', source = '', entry = '', letter = '', mailboxes = '', numbers = ''] = line.split(' ');
  const as = MEANINGS.get(letter);
  if (as === undefined || numbers === '' || !/^\d+$/.test(entry)) return undefined;
  return {
    itemId,
    messageIdentity: identity === NONE ? '' : identity,
    sourceHash: source === NONE ? '' : source,
    entry: Number(entry),
    as,
    mailboxes: listOf(mailboxes),
    numbers: listOf(numbers),
  };
}

const listOf = (text: string): readonly string[] => (text === NONE ? [] : text.split(','));

/** Where a part of the index stands: run and package are in its name. */
export interface IndexPart {
  readonly name: string;
  readonly runId: string;
  readonly packageId: string;
}

/** Parts of the index, in name order: a run's id begins with the time from which its window goes. `runs`: of the runs whose id begins so. */
export function indexParts(stores: Pick<Stores, 'state'>, runs = ''): AsyncGenerator<IndexPart> {
  return partsIn(FOLDER, runs, stores);
}

/** The same of items that runs took up again: what was held before, or went elsewhere. */
export function takenUpParts(stores: Pick<Stores, 'state'>, runs = ''): AsyncGenerator<IndexPart> {
  return partsIn(TAKEN_UP_FOLDER, runs, stores);
}

async function* partsIn(folder: string, runs: string, stores: Pick<Stores, 'state'>): AsyncGenerator<IndexPart> {
  for await (const { name } of stores.state.list(`${folder}${runs}`)) {
    const [run, part] = name.slice(folder.length).split('/');
    const at = part?.lastIndexOf('-') ?? -1;
    if (run !== undefined && part !== undefined && at > 0) yield { name, runId: run, packageId: part.slice(0, at) };
  }
}

/** The text of a part; '' when it is gone. */
export async function readIndexPart(part: Pick<IndexPart, 'name'>, stores: Pick<Stores, 'state'>): Promise<string> {
  return (await stores.state.get(part.name))?.content.toString('latin1') ?? '';
}
