import { RowChangedError } from '../../ports/storage-errors';
import type { RowChange, Stored } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import { heldDelivery, heldDeliveryId } from '../held/held-delivery';
import { type AddedHeld, addHeld, withdrawHeld } from '../held/held-entries';
import type { BatchRow } from '../rows/batch-row';
import type { DeliveryRow } from '../rows/delivery-row';
import type { HeldReason } from '../rows/held-row';
import type { DeliveryPart } from '../work-blob';
import { contextOf } from './claim-deliveries';
import { decideRow } from './decide-row';
import { type DecidedDelivery, type DeliveryResult, decidedBy, type HandledDelivery } from './delivery-result';
import type { LastLookMessage } from './last-look';

/** Creates without a clear answer after which a delivery becomes held. */
const MAX_AMBIGUOUS_CREATES = 5;
const HELD_AT_ONCE = 8;

/** Who records: a worker with the mailbox's lease, or settle and poison, which have created nothing. */
export interface Recorder {
  readonly mailboxId: string;
  readonly epoch: number;
}

interface Recording {
  readonly handled: HandledDelivery<DeliveryPart>;
  readonly row: DeliveryRow;
  readonly held: { readonly reason: HeldReason | 'failed'; readonly why: string; readonly detail: string } | undefined;
}

/**
 * Writes what came of each delivery into the ledger, If-Match on the claim, after the rows in `held`. Answers what is decided by that; a
 * delivery that someone else wrote meanwhile is decided from the row as it is now, and an entry that was made for nothing is taken back.
 */
export async function recordOutcomes(
  handled: readonly HandledDelivery<DeliveryPart>[],
  batch: BatchRow,
  session: Recorder,
  ports: ConnectorPorts,
): Promise<DecidedDelivery[]> {
  if (handled.length === 0) return [];
  const recordings = handled.map((each) => recordingOf(each, ports));
  const added = await atOnce(HELD_AT_ONCE, recordings, (recording) => addEntry(recording, batch, ports));
  try {
    await ports.stores.deliveries.transact(recordings.map(changeOf));
    return recordings.flatMap(decidedNow);
  } catch (error) {
    if (!(error instanceof RowChangedError)) throw error;
  }
  const each = await atOnce(HELD_AT_ONCE, recordings, async (recording, index) => {
    const decided = await recordOne(recording, batch, session, ports);
    const entry = added[index];
    const isHeld = decided.some(({ outcome }) => outcome === recording.row.state);
    if (entry !== undefined && !isHeld) await withdrawHeld(entry, ports.stores);
    return decided;
  });
  return each.flat();
}

async function addEntry({ held, row, handled }: Recording, batch: BatchRow, ports: ConnectorPorts): Promise<AddedHeld | undefined> {
  if (held === undefined) return undefined;
  return addHeld(heldDelivery(row, handled.delivery.work, batch, held.reason, held.why, held.detail, ports), ports.stores);
}

const changeOf = ({ handled, row }: Recording): RowChange<DeliveryRow> => ({ kind: 'replace', row, etag: handled.delivery.stored.etag });

function decidedNow({ handled: { delivery }, row }: Recording): DecidedDelivery[] {
  if (row.state === 'pending' || row.state === 'creating') return [];
  const wasTouched = delivery.before.state !== 'pending' || delivery.before.claims > 0;
  return [decidedBy(row, delivery.work, row.state, row.reason, wasTouched)];
}

async function recordOne(recording: Recording, batch: BatchRow, session: Recorder, ports: ConnectorPorts): Promise<DecidedDelivery[]> {
  const { work, stored } = recording.handled.delivery;
  try {
    await ports.stores.deliveries.replace(recording.row, stored.etag);
    return decidedNow(recording);
  } catch (error) {
    if (!(error instanceof RowChangedError)) throw error;
  }
  const current = await ports.stores.deliveries.get(session.mailboxId, work.importKey);
  if (current === undefined) return [];
  await giveUpOwnCopy(recording.handled, current, session, ports);
  const decision = decideRow(current.row, contextOf(session, batch, work, ports));
  return decision.kind === 'decided' ? [decidedBy(current.row, work, decision.outcome, decision.reason, true)] : [];
}

/**
 * The row names another copy as the imported one: the copy that this worker has just made is one too many, and it alone knows it. In any
 * other state of the row the copy stays for the next look. Whoever named the other one has the mailbox now, so this one is removed in its turn.
 */
async function giveUpOwnCopy(
  { result }: HandledDelivery<DeliveryPart>,
  { row }: Stored<DeliveryRow>,
  session: Recorder,
  ports: ConnectorPorts,
): Promise<void> {
  const wanted = result.kind === 'imported' ? 'imported' : 'imported-in-part';
  const hasMadeOne = (result.kind === 'imported' || result.kind === 'in-part') && !result.isAdopted;
  if (!hasMadeOne || (row.state !== 'imported' && row.state !== wanted) || row.exchangeId === result.copy.id) return;
  const message: LastLookMessage = { v: 1, kind: 'last-look', mailboxId: session.mailboxId, importKey: row.key, ownCopy: result.copy.id };
  await ports.stores.queues.send('deliveries', { ...message });
}

function recordingOf(handled: HandledDelivery<DeliveryPart>, ports: ConnectorPorts): Recording {
  const { delivery, result } = handled;
  const now = ports.clock.now().toISOString();
  const decided = { ...delivery.stored.row, epoch: 0, decidedAt: now, staged: '', reason: '' };
  switch (result.kind) {
    case 'imported':
      return { handled, held: undefined, row: { ...decided, state: 'imported', exchangeId: result.copy.id } };
    case 'in-part':
      return inPart(handled, decided, result);
    case 'held':
      return becomesHeld(handled, decided, result.reason, result.why, result.detail);
    case 'failed':
      return {
        handled,
        held: { reason: 'failed', why: result.why, detail: '' },
        row: { ...decided, state: 'failed', reason: result.why, exchangeId: result.copyId },
      };
    case 'unsent':
      return { handled, held: undefined, row: unclaimed(handled) };
    case 'staged':
      return { handled, held: undefined, row: { ...unclaimed(handled), staged: result.staged } };
    case 'lost':
      return lost(handled, decided, now);
  }
}

function inPart(handled: HandledDelivery<DeliveryPart>, decided: DeliveryRow, result: DeliveryResult & { kind: 'in-part' }): Recording {
  const row: DeliveryRow = {
    ...decided,
    state: 'imported-in-part',
    reason: 'oversize',
    exchangeId: result.copy.id,
    heldId: heldDeliveryId(decided.partition, decided.key),
  };
  return { handled, row, held: { reason: 'oversize', why: 'stub-delivered', detail: result.detail } };
}

function becomesHeld(
  handled: HandledDelivery<DeliveryPart>,
  decided: DeliveryRow,
  reason: HeldReason,
  why: string,
  detail: string,
): Recording {
  const row: DeliveryRow = { ...decided, state: 'held', reason, heldId: heldDeliveryId(decided.partition, decided.key) };
  return { handled, row, held: { reason, why, detail } };
}

/** Nothing was sent: the row is as it was before this worker's claim, so nobody has to look for what cannot be there. */
function unclaimed({ delivery }: HandledDelivery<DeliveryPart>): DeliveryRow {
  const { claims, claimedAt, state, epoch } = delivery.before;
  return { ...delivery.stored.row, state, epoch, claims, claimedAt };
}

function lost(handled: HandledDelivery<DeliveryPart>, decided: DeliveryRow, now: string): Recording {
  const ambiguous = handled.delivery.stored.row.ambiguous + 1;
  if (ambiguous >= MAX_AMBIGUOUS_CREATES)
    return becomesHeld(handled, { ...decided, ambiguous, lostAt: now }, 'attempts-exhausted', 'no-clear-answer', `${ambiguous} creates`);
  return { handled, held: undefined, row: { ...handled.delivery.stored.row, ambiguous, lostAt: now, staged: '' } };
}
