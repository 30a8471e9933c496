import type { BatchCounts } from '../../../runtime/pipeline/rows/batch-row';
import { allOf } from '../../fakes/all-of';
import type { ReplayWorld } from './replay-world';
import { BATCHES, CAPTURES, type RunNumber, type State } from './state';

const RUNS: readonly RunNumber[] = [1, 2, 3];

/** What model and code must have in common after every step. */
export interface Common {
  readonly row: string;
  readonly copies: number;
  readonly runs: string;
}

/** What they must have in common in the end. */
export interface End extends Common {
  readonly batches: string;
  readonly packages: string;
  readonly isInHeld: boolean;
  readonly isListed: boolean;
}

/** The code claims after it looks, the model before: until there is an outcome only that differs. */
const rowState = (state: string | undefined): string => (state === undefined ? 'none' : state === 'creating' ? 'pending' : state);

export function commonOf(s: State): Common {
  return { row: rowState(s.row?.state), copies: s.mailbox.length, runs: RUNS.map((run) => s.run[run] || 'none').join() };
}

export async function commonInCode(world: ReplayWorld, copiesToGo: number): Promise<Common> {
  const states = await Promise.all(RUNS.map(async (run) => (await world.scene.world.run(world.runIds[run] ?? ''))?.state ?? 'none'));
  return { row: rowState(world.row?.state), copies: world.mailbox.copies.size - copiesToGo, runs: states.join() };
}

export function endOf(s: State): End {
  return {
    ...commonOf(s),
    batches: BATCHES.map((batch) => (s.batch[batch].isWritten ? s.batch[batch].outcome || 'open' : '-')).join(),
    packages: CAPTURES.map((capture) => s.package[capture]).join(),
    isInHeld: s.isInHeld,
    isListed: s.isListed,
  };
}

export async function endInCode(world: ReplayWorld): Promise<End> {
  const { held, batches } = world.scene.world.stores;
  const entries = await allOf(held.list('open'));
  return {
    ...(await commonInCode(world, 0)),
    batches: BATCHES.map((batch) => outcomeOf(world.batchRow(batch))).join(),
    packages: CAPTURES.map((capture) => packageOf(world.packageRow(capture))).join(),
    isInHeld: entries.some(({ row }) => row.kind === 'delivery'),
    isListed: (await allOf(batches.list('known-duplicates'))).length > 0,
  };
}

function outcomeOf(row: ReturnType<ReplayWorld['batchRow']>): string {
  if (row === undefined) return '-';
  if (row.state === 'open') return 'open';
  const { imported, skippedAsDuplicate } = JSON.parse(row.counts) as BatchCounts;
  return imported > 0 ? 'imported' : skippedAsDuplicate > 0 ? 'skipped-as-duplicate' : 'held';
}

/** What the model calls rejected goes on in the next run once, and is rejected then. */
function packageOf(row: ReturnType<ReplayWorld['packageRow']>): string {
  if (row === undefined) return 'none';
  if (row.state === 'stored') return '';
  return row.state === 'held' && row.poisonedIn !== undefined ? 'rejected' : row.state;
}
