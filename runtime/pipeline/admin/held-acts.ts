import type { AuditAct } from '../../domain/evidence/audit-event';
import { sha256Hex } from '../../domain/evidence/sha256';
import { isExternalThroughout, parsePeopleSummary } from '../../domain/routing/people-summary';
import { recordAct } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import type { HeldRow } from '../rows/held-row';
import { ActRefusedError } from './act-refused';
import { heldIndex } from './held-index';
import { type HeldFilter, matchingHeld } from './held-list';
import { openReplay } from './open-replay';
import { actorOf, type Person } from './person';

/** Which entries an act is about: these ids, or all that a filter names. */
export type HeldSelection = { readonly ids: readonly string[] } | { readonly filter: HeldFilter };

export interface HeldActOutcome {
  readonly runId: string;
  /** Entries that the run takes up. */
  readonly count: number;
  /** Entries of the selection that this act does not take, because they wait for another one. */
  readonly skipped: number;
}

/** Wait for a release, because the vendor may still send them again. */
const WAIT_FOR_RELEASE = new Set(['quarantined', 'rejected-package']);

/** Tries again what is selected. What waits for a release is left out. `chosen`: entry -> mailbox, for ambiguous ones. */
export async function replaySelection(
  selection: HeldSelection,
  chosen: Readonly<Record<string, string>>,
  reason: string,
  person: Person,
  ports: ConnectorPorts,
): Promise<HeldActOutcome> {
  const selected = await select(selection, ports);
  const rows = selected.filter((row) => !WAIT_FOR_RELEASE.has(row.reason));
  if (rows.length === 0) throw nothingToDo('replay', selected.length === 0 ? 'none of them is held any more' : 'they wait for a release');
  const held = rows.map(({ key }) => key);
  const run = await openReplay({ held, chosen }, person, ports);
  await record('replay', run.partition, held, reason, person, ports);
  return { runId: run.partition, count: rows.length, skipped: selected.length - rows.length };
}

/** Lets go what the vendor has not sent again: the items of a rejected package, or an item that cannot be read. */
export async function releaseSelection(
  selection: HeldSelection,
  reason: string,
  person: Person,
  ports: ConnectorPorts,
): Promise<HeldActOutcome> {
  const selected = await select(selection, ports);
  const released = selected.filter((row) => WAIT_FOR_RELEASE.has(row.reason));
  if (released.length === 0)
    throw nothingToDo('release', selected.length === 0 ? 'none of them is held any more' : 'they are tried again by a replay');
  const rows = await withItemsOfPackages(released, ports);
  const held = rows.map(({ key }) => key);
  const run = await openReplay({ held, released: held }, person, ports);
  await record('release', run.partition, held, reason, person, ports);
  return { runId: run.partition, count: rows.length, skipped: selected.length - released.length };
}

/**
 * Takes entries out of the balance: nobody gets a copy, their bytes stay in the package. Only items of another archiver, and items nobody is
 * missing from: everybody in them is known not to be ours.
 */
export async function leaveSelection(
  selection: HeldSelection,
  reason: string,
  person: Person,
  ports: ConnectorPorts,
): Promise<HeldActOutcome> {
  const selected = await select(selection, ports);
  const rows = selected.filter(mayBeLeft);
  if (rows.length === 0)
    throw nothingToDo('leave', 'only items of another archiver can be left, and items in which everybody is known not to be yours');
  const held = rows.map(({ key }) => key);
  const run = await openReplay({ held, left: held }, person, ports);
  await record('leave', run.partition, held, reason, person, ports);
  return { runId: run.partition, count: rows.length, skipped: selected.length - rows.length };
}

export function mayBeLeft(row: HeldRow): boolean {
  if (row.reason === 'other-archiver') return true;
  return row.reason === 'unmatched' && row.kind === 'item' && isExternalThroughout(parsePeopleSummary(row.people));
}

async function select(selection: HeldSelection, ports: ConnectorPorts): Promise<readonly HeldRow[]> {
  if ('filter' in selection) return matchingHeld(selection.filter, ports);
  const wanted = new Set(selection.ids);
  const { open, failed } = await heldIndex(ports);
  return [...open, ...failed].filter(({ key }) => wanted.has(key));
}

/** A package is released with every entry of its items; releasing one of its items releases the package. */
async function withItemsOfPackages(released: readonly HeldRow[], ports: ConnectorPorts): Promise<readonly HeldRow[]> {
  const packages = new Set(released.filter(({ reason }) => reason === 'rejected-package').map(({ packageId }) => packageId));
  const { open } = await heldIndex(ports);
  const ofPackages = open.filter(({ packageId, reason }) => packages.has(packageId) && reason === 'rejected-package');
  return [...new Map([...released, ...ofPackages].map((row) => [row.key, row])).values()];
}

function nothingToDo(what: string, why: string): ActRefusedError {
  return new ActRefusedError('conflict', 'nothing-to-do', `Nothing of this selection can be taken up by "${what}": ${why}.`);
}

/** The record names the run; the hash ties it to exactly these entries. */
async function record(
  act: AuditAct,
  runId: string,
  held: readonly string[],
  reason: string,
  person: Person,
  ports: ConnectorPorts,
): Promise<void> {
  const afterHash = sha256Hex([...held].sort().join('\n'));
  const what = held.length === 1 ? `entry ${held[0]}` : `${held.length} entries`;
  await recordAct({ ...actorOf(person), act, target: `${what}, run ${runId}`, afterHash, reason }, ports);
}
