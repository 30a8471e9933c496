import { normalisePhoneNumber } from '../../domain/item/phone-number';
import { normaliseSourceMessageId } from '../../domain/item/source-message-id';
import type { MappingRow } from '../../domain/mapping/user-mapping';
import { participantKey } from '../../domain/routing/participant-key';
import { shortNumberKey, sourceHashOf } from '../items/item-index';
import { type NumberActivity, readActivity } from '../numbers/number-activity';
import type { PackageIndexRow } from '../rows/package-row';
import type { AdminPorts } from './admin-ports';
import { allEvents } from './audit-list';
import { type FoundItems, findItems, MAX_FOUND } from './find-items';
import { heldIndex } from './held-index';
import { mailboxRows } from './mailbox-rows';
import { activeMapping, mappingVersions } from './mapping-versions';
import { type SeenNumber, seenNumbers } from './numbers-view';
import { runHistory } from './run-list';

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
  readonly items: FoundItems['items'];
  /** Things that have this hash or id: a package, a report, a version, an act, a run. */
  readonly hashes: readonly { readonly kind: 'package' | 'run' | 'mapping' | 'event'; readonly id: string; readonly name: string }[];
  readonly searchedBackTo: FoundItems['searchedBackTo'];
}

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
    findItems(query === '' ? [] : needlesOf(query, hex, isHex, phone), before, ports),
  ]);
  return { query, mailboxes, number, hashes, ...found };
}

async function findMailboxes(text: string, ports: AdminPorts): Promise<Found['mailboxes']> {
  if (text.length < 2) return [];
  const [rows, { open, failed }] = await Promise.all([mailboxRows(ports), heldIndex(ports)]);
  const held = Map.groupBy([...open, ...failed], ({ mailboxId }) => mailboxId);
  return rows
    .filter(({ address, key }) => address.includes(text) || key === text)
    .slice(0, MAX_FOUND)
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
      .slice(0, MAX_FOUND)
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
