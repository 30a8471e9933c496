import { importKeyOf } from '../../domain/ledger/import-key';
import { DAY_IN_MS } from '../../domain/windows/durations';
import { atOnce } from '../at-once';
import {
  type IndexedItem,
  type IndexPart,
  indexedMailbox,
  indexParts,
  parseIndexLine,
  readIndexPart,
  takenUpParts,
} from '../items/item-index';
import type { DeliveryRow } from '../rows/delivery-row';
import type { HeldRow } from '../rows/held-row';
import type { MailboxRow } from '../rows/mailbox-row';
import type { AdminPorts } from './admin-ports';
import { heldIndex } from './held-index';
import { mailboxRows } from './mailbox-rows';
import { firstRun } from './read-reports';

/** An item that was found, with what became of it in each mailbox. */
export interface FoundItem {
  readonly runId: string;
  readonly packageId: string;
  readonly entry: number;
  readonly itemId: string;
  readonly as: IndexedItem['as'];
  readonly deliveries: readonly { readonly mailbox: string; readonly state: string; readonly reason: string; readonly decidedAt: string }[];
  /** What of it waits without a mailbox: `who` is a number or name, '' for the item as a whole. */
  readonly held: readonly { readonly who: string; readonly reason: string }[];
}

export interface FoundItems {
  readonly items: readonly FoundItem[];
  /** Items were looked for back to this run or month; undefined when the whole index was searched. */
  readonly searchedBackTo: string | undefined;
}

export const MAX_FOUND = 50;
const READS_AT_ONCE = 16;
/** A view answers in a second; what is older is searched on request. */
const SEARCH_TIME_IN_MS = 700;

/** Looks for lines that contain one of the needles, the newest runs first. `before`: only runs that are older than this one. */
export async function findItems(needles: readonly string[], before: string | undefined, ports: AdminPorts): Promise<FoundItems> {
  if (needles.length === 0) return { items: [], searchedBackTo: undefined };
  const started = performance.now();
  const items: FoundItem[] = [];
  const isEnough = (): boolean => items.length >= MAX_FOUND || performance.now() - started > SEARCH_TIME_IN_MS;
  for await (const { parts, month } of partsByMonth(before, ports)) {
    for (const runs of wholeRuns(parts)) {
      const { found, searchedBackTo } = await searchRuns(needles, runs, MAX_FOUND - items.length, ports);
      items.push(...found);
      if (isEnough()) return { items, searchedBackTo };
    }
    if (isEnough() && month !== undefined) return { items, searchedBackTo: month };
  }
  return { items, searchedBackTo: undefined };
}

interface MonthOfParts {
  readonly parts: readonly IndexPart[];
  /** `yyyymm`, as ids of its runs begin; undefined for the rest: runs over everything, or over windows before the first run. */
  readonly month: string | undefined;
}

/** Month by month, the newest first: what is older is only listed when it is looked for. */
async function* partsByMonth(before: string | undefined, ports: AdminPorts): AsyncGenerator<MonthOfParts> {
  // The id of a run that begins at this moment may be of a month that begins at this moment.
  const now = new Date((await ports.storageTime.now()).getTime() + DAY_IN_MS).toISOString();
  const oldest = monthOf((await firstRun(ports))?.startedAt ?? now);
  const isWanted = ({ runId }: IndexPart): boolean => before === undefined || runId < before;
  for (let month = before?.slice(0, oldest.length) ?? monthOf(now); month >= oldest; month = monthBefore(month))
    yield { month, parts: (await listed(month, ports)).filter(isWanted) };
  yield { month: undefined, parts: (await listed('', ports)).filter((part) => isWanted(part) && part.runId < oldest) };
}

async function listed(runs: string, { stores }: Pick<AdminPorts, 'stores'>): Promise<readonly IndexPart[]> {
  const parts: IndexPart[] = [];
  for await (const part of indexParts(stores, runs)) parts.push(part);
  for await (const part of takenUpParts(stores, runs)) parts.push(part);
  return parts.sort((a, b) => (a.runId < b.runId ? 1 : a.runId > b.runId ? -1 : a.name < b.name ? 1 : -1));
}

const monthOf = (time: string): string => time.slice(0, 7).replace('-', '');

function monthBefore(month: string): string {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(4));
  return number === 1 ? `${year - 1}12` : String(year * 100 + number - 1);
}

/** So many parts that reading them side by side is worth it, and no run in two groups: a later search goes on after a run, not within it. */
function wholeRuns(parts: readonly IndexPart[]): readonly (readonly IndexPart[])[] {
  const groups: IndexPart[][] = [];
  for (const part of parts) {
    const group = groups.at(-1);
    if (group === undefined || (group.length >= READS_AT_ONCE && group.at(-1)?.runId !== part.runId)) groups.push([part]);
    else group.push(part);
  }
  return groups;
}

/** Of runs that have more than can be shown, only the first ones count as searched. */
async function searchRuns(
  needles: readonly string[],
  parts: readonly IndexPart[],
  most: number,
  ports: AdminPorts,
): Promise<{ readonly found: readonly FoundItem[]; readonly searchedBackTo: string | undefined }> {
  const lines = await atOnce(READS_AT_ONCE, parts, async (part) =>
    linesWith(needles, await readIndexPart(part, ports.stores)).map((item) => ({ part, item })),
  );
  const hits = lines.flat();
  const last = hits[most - 1]?.part.runId ?? parts.at(-1)?.runId;
  const shown = hits.slice(0, most);
  if (shown.length === 0) return { found: [], searchedBackTo: last };
  const mailboxes = new Map((await mailboxRows(ports)).map((row) => [indexedMailbox(row.key), row]));
  const { open } = await heldIndex(ports);
  const held = Map.groupBy(
    open.filter(({ mailboxId }) => mailboxId === ''),
    ({ packageId, entry }) => `${packageId} ${entry}`,
  );
  const found = await atOnce(READS_AT_ONCE, shown, ({ part, item }) =>
    foundItem(item, part, mailboxes, held.get(`${part.packageId} ${item.entry}`) ?? [], ports),
  );
  return { found, searchedBackTo: last };
}

/** Plain search first: of a part of thousands of lines only those that fit are taken apart. */
function linesWith(needles: readonly string[], text: string): readonly IndexedItem[] {
  const lines = new Set<string>();
  const all = `\n${text}`;
  for (const needle of needles) {
    for (let hit = all.indexOf(needle); hit !== -1 && lines.size < MAX_FOUND; hit = all.indexOf(needle, hit + needle.length)) {
      const begin = all.lastIndexOf('\n', hit) + (needle.startsWith('\n') ? 0 : 1);
      const end = all.indexOf('\n', hit + 1);
      lines.add(all.slice(begin, end === -1 ? undefined : end).trim());
    }
  }
  return [...lines].map(parseIndexLine).filter((item) => item !== undefined);
}

async function foundItem(
  { entry, itemId, as, messageIdentity, mailboxes: hashes }: IndexedItem,
  { runId, packageId }: IndexPart,
  mailboxes: ReadonlyMap<string, MailboxRow>,
  held: readonly HeldRow[],
  ports: AdminPorts,
): Promise<FoundItem> {
  const deliveries = await atOnce(READS_AT_ONCE, hashes, async (hash) => deliveryOf(messageIdentity, mailboxes.get(hash), ports));
  return {
    runId,
    packageId,
    entry,
    itemId,
    as,
    deliveries: deliveries.filter((each) => each !== undefined),
    held: held.map(({ participant, reason }) => ({ who: participant, reason })),
  };
}

async function deliveryOf(
  messageIdentity: string,
  mailbox: MailboxRow | undefined,
  ports: AdminPorts,
): Promise<FoundItem['deliveries'][number] | undefined> {
  if (mailbox === undefined) return undefined;
  const key = importKeyOf(ports.options.tenantId, mailbox.key, messageIdentity);
  const row: DeliveryRow | undefined = (await ports.stores.deliveries.get(mailbox.key, key))?.row;
  return row === undefined ? undefined : { mailbox: mailbox.address, state: row.state, reason: row.reason, decidedAt: row.decidedAt };
}
