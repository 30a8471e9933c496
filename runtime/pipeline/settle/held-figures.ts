import type { HeldBalance, ResolvedOfRun } from '../../domain/evidence/report';
import type { ConnectorPorts } from '../connector-ports';
import { resolvedPartition } from '../held/held-entries';
import type { RunRow } from '../rows/run-row';
import { openRunIds, readRun } from '../runs/read-run';
import { takeAdded, takeResolved } from './held-account';
import { HeldExamples } from './held-examples';
import { resolvePackages } from './resolve-packages';

/** What a run did to the entries that are held. */
export interface HeldFigures {
  readonly balance: HeldBalance;
  readonly resolved: readonly ResolvedOfRun[];
  /** Open entries that this run's report counts as added, by reason. */
  readonly added: HeldExamples;
  /** Open entries of the store; undefined while another run may change them. */
  readonly openEntries: number | undefined;
}

/** Workers of other runs go on meanwhile: a count that they moved is made again, so many times. */
const MAX_ROUNDS = 5;

/**
 * Counts the balance from the entries themselves: each is counted as added by exactly one report, and as resolved by exactly one, whenever it
 * was made and whatever died meanwhile.
 */
export async function heldFigures(run: RunRow, opening: number, ports: ConnectorPorts): Promise<HeldFigures> {
  const runId = run.partition;
  const { stores } = ports;
  const others = new Set(await otherOpenRuns(runId, stores));
  const isMine = (id: string): boolean => !others.has(id);
  await takeResolved(runId, isMine, stores);
  await resolvePackages(run, ports);
  for (let round = 1; ; round += 1) {
    await takeResolved(runId, isMine, stores);
    const examples = new HeldExamples();
    const entries = await takeAdded(runId, isMine, stores, (row) => examples.add(row));
    const resolved = await resolvedBy(runId, stores);
    const moved = await takeResolved(runId, isMine, stores);
    if (moved > 0 && round < MAX_ROUNDS) continue;
    const added = entries.added + resolved.addedHere;
    return {
      balance: { opening, added, resolved: resolved.count, closing: opening + added - resolved.count },
      resolved: resolved.byRun,
      added: examples,
      openEntries: others.size === 0 ? entries.open : undefined,
    };
  }
}

/** The index may still name a run that is closed already. */
async function otherOpenRuns(runId: string, stores: ConnectorPorts['stores']): Promise<readonly string[]> {
  const open: string[] = [];
  for (const id of await openRunIds(stores)) if (id !== runId && (await readRun(stores, id))?.row.state !== 'closed') open.push(id);
  return open;
}

interface Resolved {
  readonly count: number;
  /** Those that this report also counts as added. */
  readonly addedHere: number;
  readonly byRun: readonly ResolvedOfRun[];
}

async function resolvedBy(runId: string, stores: ConnectorPorts['stores']): Promise<Resolved> {
  const byRun = new Map<string, number>();
  let count = 0;
  let addedHere = 0;
  for await (const { row } of stores.held.list(resolvedPartition(runId))) {
    count += 1;
    if (row.countedIn === runId) addedHere += 1;
    const from = row.addedIn || runId;
    byRun.set(from, (byRun.get(from) ?? 0) + 1);
  }
  return { count, addedHere, byRun: [...byRun].map(([fromRun, ofRun]) => ({ fromRun, count: ofRun })) };
}
