import { normalisePhoneNumber } from '../../domain/item/phone-number';
import { normaliseSourceMessageId } from '../../domain/item/source-message-id';
import { importKeyOf } from '../../domain/ledger/import-key';
import type { MappingRow } from '../../domain/mapping/user-mapping';
import { participantKey } from '../../domain/routing/participant-key';
import { atOnce } from '../at-once';
import {
  type IndexedItem,
  indexedMailbox,
  indexParts,
  parseIndexLine,
  readIndexPart,
  shortNumberKey,
  sourceHashOf,
} from '../items/item-index';
import { type NumberActivity, readActivity } from '../numbers/number-activity';
import type { DeliveryRow } from '../rows/delivery-row';
import type { MailboxRow } from '../rows/mailbox-row';
import type { PackageIndexRow } from '../rows/package-row';
import type { AdminPorts } from './admin-ports';
import { allEvents } from './audit-list';
import { heldIndex } from './held-index';
import { mailboxRows } from './mailbox-rows';
import { activeMapping, mappingVersions } from './mapping-versions';
import { type SeenNumber, seenNumbers } from './numbers-view';
import { runHistory } from './run-list';

/** An item that was found, with what became of it in each mailbox. */
export interface FoundItem {
  readonly runId: string;
  readonly packageId: string;
  readonly entry: number;
  readonly itemId: string;
  readonly as: IndexedItem['as'];
  readonly deliveries: readonly { readonly mailbox: string; readonly state: string; readonly reason: string; readonly decidedAt: string }[];
}

export interface Found {
  readonly query: string;
  readonly mailboxes: readonly {
    readonly mailboxId: string;
    readonly address: string;
    readonly delivered: number;
    readonly held: number;
  }[];
  readonly number:
    | {
        readonly shown: string;
        readonly rows: readonly MappingRow[];
        readonly held: number;
        readonly seen: SeenNumber | undefined;
        readonly activity: NumberActivity | undefined;
      }
    | undefined;
  readonly items: readonly FoundItem[];
  /** Things that have this hash or id: a package, a report, a version, an act, a run. */
  readonly hashes: readonly { readonly kind: 'package' | 'run' | 'mapping' | 'event'; readonly id: string; readonly name: string }[];
  /** Items were looked for back to this run; undefined when the whole index was searched. */
  readonly searchedBackTo: string | undefined;
}

const NO_ITEMS = { items: [] as readonly FoundItem[], searchedBackTo: undefined as string | undefined };
const MAX_ITEMS = 50;
const READS_AT_ONCE = 16;
/** A view answers in a second; what is older is searched on request. */
const SEARCH_TIME_IN_MS = 700;
const HEX_ID = /^[0-9a-f]{8,64}$/i;

/** Looks for a mailbox, number, item id, source message id or hash. `before`: go on with runs older than this one. */
export async function find(text: string, before: string | undefined, ports: AdminPorts): Promise<Found> {
  const query = text.trim();
  const phone = normalisePhoneNumber(query);
  const isHex = HEX_ID.test(query.replace(/\s/g, ''));
  const hex = query.replace(/\s/g, '').toLowerCase();
  const [mailboxes, number, hashes, found] = await Promise.all([
    phone === undefined && !isHex ? findMailboxes(query.toLowerCase(), ports) : [],
    phone === undefined ? undefined : findNumber(phone, ports),
    isHex ? findHashes(hex, ports) : findRun(query, ports),
    query === '' ? NO_ITEMS : findItems(needlesOf(query, hex, isHex, phone), before, ports),
  ]);
  return { query, mailboxes, number, hashes, ...found };
}

async function findMailboxes(text: string, ports: AdminPorts): Promise<Found['mailboxes']> {
  if (text.length < 2) return [];
  const [rows, { open, failed }] = await Promise.all([mailboxRows(ports), heldIndex(ports)]);
  const held = Map.groupBy([...open, ...failed], ({ mailboxId }) => mailboxId);
  return rows
    .filter(({ address, key }) => address.includes(text) || key === text)
    .slice(0, MAX_ITEMS)
    .map(({ key, address, delivered }) => ({ mailboxId: key, address, delivered, held: held.get(key)?.length ?? 0 }));
}

async function findNumber(phone: string, ports: AdminPorts): Promise<NonNullable<Found['number']>> {
  const [mapping, { open }, activityOf, ...seen] = await Promise.all([
    activeMapping(ports.stores),
    heldIndex(ports),
    readActivity(ports),
    ...(['unresolved', 'external', 'not-ours'] as const).map((state) => seenNumbers(state, ports)),
  ]);
  return {
    shown: phone,
    rows: mapping.rowsOf(phone),
    held: open.filter(({ participant }) => participant === phone).length,
    seen: seen.flat().find(({ shown }) => shown === phone),
    activity: activityOf(phone),
  };
}

async function findRun(text: string, ports: AdminPorts): Promise<Found['hashes']> {
  const runs = await runHistory(ports);
  return runs.filter(({ runId }) => runId === text).map(({ runId }) => ({ kind: 'run' as const, id: runId, name: `Run ${runId}` }));
}

async function findHashes(hex: string, ports: AdminPorts): Promise<Found['hashes']> {
  const [content, { versions }, { events }] = await Promise.all([
    hex.length === 64 ? ports.stores.packageRows.get(`content-${hex}`, 'content') : undefined,
    mappingVersions(ports.stores),
    allEvents(ports),
  ]);
  const row = content?.row as PackageIndexRow | undefined;
  return [
    ...(row === undefined ? [] : [{ kind: 'package' as const, id: row.runId, name: row.name }]),
    ...versions
      .filter(({ version }) => version.startsWith(hex))
      .map(({ version, number }) => ({ kind: 'mapping' as const, id: version, name: `Version ${number}` })),
    ...events
      .filter(({ hash }) => hash.startsWith(hex))
      .slice(0, MAX_ITEMS)
      .map(({ sequence, act }) => ({ kind: 'event' as const, id: String(sequence), name: act })),
  ];
}

/** What a line of the index must contain. */
function needlesOf(query: string, hex: string, isHex: boolean, phone: string | undefined): readonly string[] {
  const source = normaliseSourceMessageId(query);
  return [
    ...(isHex && hex.length >= 8 ? [`\n${hex}`] : []),
    ...(source === undefined ? [] : [` ${sourceHashOf(source)} `]),
    ...(phone === undefined ? [] : [shortNumberKey(participantKey({ name: '', phone, address: undefined }))]),
  ];
}

async function findItems(needles: readonly string[], before: string | undefined, ports: AdminPorts): Promise<typeof NO_ITEMS> {
  if (needles.length === 0) return NO_ITEMS;
  const parts: { name: string; runId: string; packageId: string }[] = [];
  for await (const part of indexParts(ports.stores)) if (before === undefined || part.runId < before) parts.push(part);
  parts.reverse();
  const started = performance.now();
  const items: FoundItem[] = [];
  let at = 0;
  while (at < parts.length && items.length < MAX_ITEMS && performance.now() - started < SEARCH_TIME_IN_MS) {
    const group = parts.slice(at, at + READS_AT_ONCE);
    at += group.length;
    const found = await atOnce(READS_AT_ONCE, group, async (part) =>
      linesWith(needles, await readIndexPart(part, ports.stores)).map((line) => ({ part, line })),
    );
    items.push(
      ...(await atOnce(READS_AT_ONCE, found.flat().slice(0, MAX_ITEMS - items.length), ({ part, line }) => foundItem(line, part, ports))),
    );
  }
  return { items, searchedBackTo: at < parts.length ? parts[at - 1]?.runId : undefined };
}

/** Plain search first: of a part of thousands of lines only those that fit are taken apart. */
function linesWith(needles: readonly string[], text: string): readonly IndexedItem[] {
  const lines = new Set<string>();
  const all = `\n${text}`;
  for (const needle of needles) {
    for (let hit = all.indexOf(needle); hit !== -1 && lines.size < MAX_ITEMS; hit = all.indexOf(needle, hit + needle.length)) {
      const begin = all.lastIndexOf('\n', hit) + (needle.startsWith('\n') ? 0 : 1);
      const end = all.indexOf('\n', hit + 1);
      lines.add(all.slice(begin, end === -1 ? undefined : end).trim());
    }
  }
  return [...lines].map(parseIndexLine).filter((item) => item !== undefined);
}

async function foundItem(item: IndexedItem, part: { runId: string; packageId: string }, ports: AdminPorts): Promise<FoundItem> {
  const byHash = new Map((await mailboxRows(ports)).map((row) => [indexedMailbox(row.key), row]));
  const deliveries = await atOnce(READS_AT_ONCE, item.mailboxes, async (hash) => deliveryOf(item, byHash.get(hash), ports));
  const { runId, packageId } = part;
  const { entry, itemId, as } = item;
  return { runId, packageId, entry, itemId, as, deliveries: deliveries.filter((each) => each !== undefined) };
}

async function deliveryOf(
  item: IndexedItem,
  mailbox: MailboxRow | undefined,
  ports: AdminPorts,
): Promise<FoundItem['deliveries'][number] | undefined> {
  if (mailbox === undefined) return undefined;
  const key = importKeyOf(ports.options.tenantId, mailbox.key, item.messageIdentity);
  const row: DeliveryRow | undefined = (await ports.stores.deliveries.get(mailbox.key, key))?.row;
  return row === undefined ? undefined : { mailbox: mailbox.address, state: row.state, reason: row.reason, decidedAt: row.decidedAt };
}
