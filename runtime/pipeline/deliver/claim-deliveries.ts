import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { RowChange, Stored } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import { type BatchRow, batchIdOfKey, isReplay } from '../rows/batch-row';
import type { DeliveryRow } from '../rows/delivery-row';
import { pendingDelivery } from '../rows/pending-delivery';
import type { DeliveryPart, Work } from '../work-blob';
import { decideRow } from './decide-row';
import { type DecidedDelivery, decidedBy, type OpenDelivery } from './delivery-result';
import type { MailboxSession } from './mailbox-session';

const READS_AT_ONCE = 16;
const MAX_CLAIM_TRIES = 3;

/** What this worker may do with the deliveries of a batch. */
export interface Claims<W extends DeliveryPart = Work> {
  /** Row `creating` with this worker's epoch. */
  readonly claimed: readonly OpenDelivery<W>[];
  /** As read, not claimed: the look comes first. */
  readonly toLook: readonly { readonly delivery: OpenDelivery<W>; readonly isConclusive: boolean }[];
  readonly decided: readonly DecidedDelivery[];
  /** Too early to look; `waitUntil` is the earliest time for any of them. */
  readonly waiting: readonly OpenDelivery<W>[];
  readonly waitUntil: Date | undefined;
  /** Someone with a newer lease is at work. */
  readonly isOvertaken: boolean;
}

const NO_CLAIMS: Claims = { claimed: [], toLook: [], decided: [], waiting: [], waitUntil: undefined, isOvertaken: false };

/**
 * Claims what is untouched in one transaction, from the ETags that unpack got when it wrote the rows. When anything is not as unpack left it,
 * all rows are read and each is decided by itself.
 */
export async function claimDeliveries(
  session: Pick<MailboxSession, 'epoch'>,
  batch: BatchRow,
  works: readonly Work[],
  etags: readonly string[] | undefined,
  ports: ConnectorPorts,
): Promise<Claims> {
  if (works.length === 0) return NO_CLAIMS;
  const untouched = etags?.length === works.length ? works.map((work, index) => asUnpacked(batch, work, etags[index] ?? '')) : undefined;
  if (untouched?.every((delivery) => delivery.stored.etag !== '')) {
    const claimed = await claimAll(session, untouched, ports);
    if (claimed !== undefined) return { ...NO_CLAIMS, claimed };
  }
  for (let tries = 0; tries < MAX_CLAIM_TRIES; tries += 1) {
    const sorted = await sortRows(session, batch, works, ports);
    const claimed = sorted.isOvertaken ? [] : await claimAll(session, sorted.claimed, ports);
    if (claimed !== undefined) return { ...sorted, claimed };
  }
  return { ...NO_CLAIMS, isOvertaken: true };
}

/** Row `creating`, If-Match on what was read; undefined when any of them was changed meanwhile: then none is claimed. */
export async function claimAll(
  session: Pick<MailboxSession, 'epoch'>,
  deliveries: readonly OpenDelivery[],
  ports: ConnectorPorts,
): Promise<OpenDelivery[] | undefined> {
  if (deliveries.length === 0) return [];
  const claimedAt = ports.clock.now().toISOString();
  const rows = deliveries.map(({ stored }) => ({
    ...stored.row,
    state: 'creating' as const,
    epoch: session.epoch,
    claims: stored.row.claims + 1,
    claimedAt,
  }));
  const changes = rows.map((row, index): RowChange<DeliveryRow> => ({ kind: 'replace', row, etag: deliveries[index]?.stored.etag ?? '' }));
  try {
    const etags = await ports.stores.deliveries.transact(changes);
    return deliveries.map((delivery, index) => ({
      ...delivery,
      stored: { row: rows[index] as DeliveryRow, etag: etags[index] as string },
    }));
  } catch (error) {
    if (error instanceof RowChangedError) return undefined;
    throw error;
  }
}

function asUnpacked(batch: BatchRow, work: Work, etag: string): OpenDelivery {
  const row = pendingDelivery(batch, work);
  return { work, stored: { row, etag }, before: row, isAfterLook: false };
}

/** Reads the row of each delivery and says what may be done with it; `claimed` is not claimed yet. */
export async function sortRows<W extends DeliveryPart>(
  session: Pick<MailboxSession, 'epoch'>,
  batch: BatchRow,
  works: readonly W[],
  ports: ConnectorPorts,
): Promise<Claims<W>> {
  const rows = await atOnce(READS_AT_ONCE, works, (work) => readOrRestore(batch, work, ports));
  const sorted = {
    claimed: [] as OpenDelivery<W>[],
    toLook: [] as Claims<W>['toLook'][number][],
    decided: [] as DecidedDelivery[],
    waiting: [] as OpenDelivery<W>[],
  };
  let waitUntil: Date | undefined;
  let isOvertaken = false;
  works.forEach((work, index) => {
    const stored = rows[index] as Stored<DeliveryRow>;
    const delivery: OpenDelivery<W> = { work, stored, before: stored.row, isAfterLook: false };
    const decision = decideRow(stored.row, contextOf(session, batch, work, ports));
    if (decision.kind === 'claim') sorted.claimed.push(delivery);
    if (decision.kind === 'look') sorted.toLook.push({ delivery, isConclusive: decision.isConclusive });
    if (decision.kind === 'decided')
      sorted.decided.push(decidedBy(stored.row, work, decision.outcome, decision.reason, decision.outcome === stored.row.state));
    if (decision.kind === 'stop') isOvertaken = true;
    if (decision.kind === 'wait') {
      sorted.waiting.push(delivery);
      waitUntil = earlier(waitUntil, decision.until);
    }
  });
  return { ...sorted, waitUntil, isOvertaken };
}

export function earlier(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

export function contextOf(
  session: Pick<MailboxSession, 'epoch'>,
  batch: BatchRow,
  work: DeliveryPart,
  ports: ConnectorPorts,
): Parameters<typeof decideRow>[1] {
  return {
    batchId: batchIdOfKey(batch.key),
    packageRun: batch.packageRun,
    packageId: batch.packageId,
    entry: work.entry,
    isReplay: isReplay(batch),
    writtenAt: batch.enqueuedAt,
    epoch: session.epoch,
    now: ports.clock.now(),
    lookAfterSeconds: ports.options.lookAfterSeconds,
  };
}

/** A row that is gone means a damaged ledger: whoever had it may have created the copy a moment ago, so it is written as claimed now. */
async function readOrRestore(batch: BatchRow, work: DeliveryPart, ports: ConnectorPorts): Promise<Stored<DeliveryRow>> {
  const stored = await ports.stores.deliveries.get(batch.mailboxId, work.importKey);
  if (stored !== undefined) return stored;
  const row: DeliveryRow = { ...pendingDelivery(batch, work), claims: 1, claimedAt: ports.clock.now().toISOString() };
  ports.log.warn('Ledger row was missing', { runId: batch.partition, mailboxId: batch.mailboxId, importKey: work.importKey });
  try {
    return { row, etag: await ports.stores.deliveries.insert(row) };
  } catch (error) {
    if (error instanceof RowExistsError) return readOrRestore(batch, work, ports);
    throw error;
  }
}
