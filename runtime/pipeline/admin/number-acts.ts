import { normalisePhoneNumber } from '../../domain/item/phone-number';
import { readMappingFile } from '../../domain/mapping/mapping-file';
import { mappingCsv, withNumber } from '../../domain/mapping/write-mapping';
import { participantKey } from '../../domain/routing/participant-key';
import { recordAct } from '../audit/audit-events';
import { readCurrentMapping } from '../mapping/current-mapping';
import { numberPartition } from '../numbers/not-ours';
import type { ItemPlace } from '../replay/replay-order';
import type { HeldRow } from '../rows/held-row';
import type { NumberRow } from '../rows/number-row';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { recentDirectory, userNamed } from './directory-view';
import { heldIndex } from './held-index';
import { type ActivatedMapping, activate, refuseWhenOwned } from './mapping-acts';
import { activeMapping } from './mapping-versions';
import { openReplay } from './open-replay';
import { actorOf, type Person } from './person';
import { forgetRecent } from './recently';

export interface MapNumberOrder {
  readonly number: string;
  readonly mailbox: string;
  /** UTC; undefined = always. */
  readonly validFrom: Date | undefined;
  readonly reason: string;
  readonly isConfirmed: boolean;
  /** Deliver also the items that showed the number before, as far as they are remembered (the latest hundred). */
  readonly withEarlierItems: boolean;
}

export interface MappedNumber extends ActivatedMapping {
  /** The run that brings earlier items of the number; '' when there are none. */
  readonly itemsRun: string;
}

/** Adds a row for the number as a new version of the mapping; what was held for it follows at once. */
export async function mapNumber(order: MapNumberOrder, person: Person, ports: AdminPorts): Promise<MappedNumber> {
  refuseWhenOwned('', ports);
  const phone = normalisePhoneNumber(order.number);
  if (phone === undefined)
    throw new ActRefusedError('invalid', 'no-number', `"${order.number}" is no mobile number, so no row can name it.`);
  await requireMailbox(order.mailbox, ports);
  const { etag } = await readCurrentMapping(ports.stores);
  const { rows } = await activeMapping(ports.stores);
  const row = { phone, mailbox: order.mailbox.toLowerCase(), validFrom: order.validFrom, validTo: undefined };
  const bytes = mappingCsv(withNumber(rows, row));
  const { version } = readMappingFile(bytes);
  const { reason, isConfirmed } = order;
  const activated = await activate(bytes, { version, reason, isConfirmed, seen: etag }, { act: 'map', how: 'Map on Held' }, person, ports);
  const key = participantKey({ name: '', phone, address: undefined });
  const items = order.withEarlierItems ? await earlierItems(key, ports) : [];
  const itemsRun = items.length === 0 ? '' : (await openReplay({ items }, person, ports)).partition;
  await forgetNumber(key, ports);
  return { ...activated, itemsRun };
}

async function requireMailbox(mailbox: string, ports: AdminPorts): Promise<void> {
  const found = userNamed(mailbox.toLowerCase(), await recentDirectory(ports), ports);
  const why = {
    outside: 'it is outside the allowed domains',
    nobody: 'no user of the directory has it',
    guest: 'it belongs to a guest',
    several: 'several users have it',
  };
  if (found.kind !== 'user') throw new ActRefusedError('invalid', 'no-mailbox', `"${mailbox}" names no mailbox: ${why[found.kind]}.`);
}

async function earlierItems(key: string, ports: AdminPorts): Promise<readonly ItemPlace[]> {
  const rows = await Promise.all(
    (['unresolved', 'external'] as const).map((state) => ports.stores.numbers.get(numberPartition(state, key), key)),
  );
  return rows.flatMap((stored) => (stored === undefined ? [] : (JSON.parse(stored.row.latest) as ItemPlace[])));
}

async function forgetNumber(key: string, ports: AdminPorts): Promise<void> {
  for (const state of ['unresolved', 'not-ours'] as const)
    await ports.stores.numbers.remove({ partition: numberPartition(state, key), key });
  forgetRecent(ports);
}

export interface NotOursOutcome {
  /** The run that routes what was held for it again: people of items that others got leave the balance; '' when nothing was held. */
  readonly runId: string;
}

/** Answers a number, address or name once and for all: nobody of ours. Items that others got are complete without it. */
export async function notOurs(shown: string, reason: string, person: Person, ports: AdminPorts): Promise<NotOursOutcome> {
  const phone = normalisePhoneNumber(shown);
  const address = phone === undefined && shown.includes('@') ? shown : undefined;
  const key = participantKey({ name: shown, phone, address });
  const { numbers } = ports.stores;
  const known = await Promise.all((['unresolved', 'external'] as const).map((state) => numbers.get(numberPartition(state, key), key)));
  const row = known.find((stored) => stored !== undefined)?.row ?? (await newNumber(key, shown, ports));
  await numbers.upsert({ ...row, partition: numberPartition('not-ours', key) });
  for (const state of ['unresolved', 'external'] as const) await numbers.remove({ partition: numberPartition(state, key), key });
  await recordAct({ ...actorOf(person), act: 'not-ours', target: `number ${key.slice(0, 16)}`, afterHash: key, reason }, ports);
  forgetRecent(ports);
  const held = (await heldIndex(ports)).open.filter((entry) => isAbout(entry, shown)).map((entry) => entry.key);
  return { runId: held.length === 0 ? '' : (await openReplay({ held }, person, ports)).partition };
}

const isAbout = (entry: HeldRow, shown: string): boolean =>
  entry.participant === shown && (entry.kind === 'participant' || entry.kind === 'item');

async function newNumber(key: string, shown: string, ports: AdminPorts): Promise<NumberRow> {
  const now = (await ports.storageTime.now()).toISOString();
  return { partition: '', key, v: 1, shown, name: '', items: 0, firstSeenAt: now, lastSeenAt: now, latest: '[]', countedPart: '' };
}
