import { createHash } from 'node:crypto';
import { MailboxBudget, type Spending } from '../../domain/limits/mailbox-budget';
import { addToWeek } from '../../domain/windows/weekly-counts';
import type { ExchangeMailbox } from '../../ports/exchange';
import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { describeError } from '../describe-error';
import { LeaseKeeper } from '../lease-keeper';
import { MailboxOvertakenError } from '../pipeline-errors';
import { type MailboxRow, mailboxPartition } from '../rows/mailbox-row';
import type { RunRow } from '../rows/run-row';
import type { DecidedDelivery, DeliveryResult } from './delivery-result';
import { MailboxGate } from './mailbox-gate';
import { parkedResult } from './parked-result';

const LEASE_SECONDS = 60;
/** No Graph request lives longer, so a POST sent with this much lease left is over before somebody else may begin. */
const MIN_LEASE_LEFT_IN_MS = 30_000;
/** Requests are reserved in the mailbox row before they are spent, this many at a time. */
const RESERVED_REQUESTS = 100;
const MAX_WRITE_TRIES = 5;

type FolderKind = 'archive' | 'staging';

/** One worker's hold on one mailbox: its lease and epoch, its limits, its folders. */
export class MailboxSession {
  readonly exchange: ExchangeMailbox;
  readonly gate: MailboxGate;
  /** Of this session, whatever the row says later: a worker that was overtaken must not pass for its successor. */
  readonly epoch: number;
  private isOvertaken = false;
  private delivered = 0;
  private readonly opening = new Map<FolderKind, Promise<string>>();
  private saving: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly lease: LeaseKeeper,
    private stored: Stored<MailboxRow>,
    private readonly budget: MailboxBudget,
    private readonly ports: ConnectorPorts,
  ) {
    const { row } = stored;
    const { clock } = ports;
    this.epoch = row.epoch;
    this.gate = new MailboxGate(row.key, clock, {
      spend: (bytes) => this.spend(bytes),
      silentUntil: row.throttledUntil === '' ? undefined : new Date(row.throttledUntil),
      onSilence: (until) => this.keepSilence(until),
    });
    this.exchange = ports.exchange.mailbox(row.key, this.gate);
  }

  /** Takes the mailbox's lease and a new epoch; undefined when somebody else has the lease. */
  static async open(mailboxId: string, address: string, ports: ConnectorPorts): Promise<MailboxSession | undefined> {
    const lease = await ports.stores.leases.acquire(leaseName(mailboxId), LEASE_SECONDS);
    if (lease === undefined) return undefined;
    const keeper = new LeaseKeeper(lease, ports.clock);
    try {
      const { stored, budget } = await nextEpoch(mailboxId, address, ports);
      return new MailboxSession(keeper, stored, budget, ports);
    } catch (error) {
      await keeper.release();
      throw error;
    }
  }

  get mailboxId(): string {
    return this.row.key;
  }

  get row(): MailboxRow {
    return this.stored.row;
  }

  /** A POST is sent only while this holds. */
  get hasLeaseLeft(): boolean {
    return !this.isOvertaken && this.lease.leftInMs >= MIN_LEASE_LEFT_IN_MS;
  }

  /** The folder's id, from the row when it is known; found or created otherwise. `gone`: this one does not exist any more. */
  archiveFolder(runId: string, gone?: string): Promise<string> {
    const known = this.row.archiveFolderId;
    return known !== '' && known !== gone
      ? Promise.resolve(known)
      : this.openOnce('archive', () => this.openArchive(runId, gone !== undefined));
  }

  stagingFolder(gone?: string): Promise<string> {
    const known = this.row.stagingFolderId;
    return known !== '' && known !== gone ? Promise.resolve(known) : this.openOnce('staging', () => this.openStaging());
  }

  /** Copies that this session's deliveries ended with. */
  countDelivered(decided: readonly DecidedDelivery[]): void {
    this.delivered += decided.filter(({ outcome }) => outcome === 'imported' || outcome === 'imported-in-part').length;
  }

  parkedResult(run: RunRow): DeliveryResult | undefined {
    return parkedResult(this.row, run, this.ports.clock.now());
  }

  /** Writes the mailbox row; one write at a time, repeated on the row as someone else left it. */
  save(change: (row: MailboxRow) => MailboxRow): Promise<void> {
    const next = this.saving.then(() => this.write(change));
    this.saving = next.catch(() => undefined);
    return next;
  }

  /**
   * Keeps what others must know (silence, spent budget, what was delivered) and gives the lease back. A request that an error left under way is
   * waited for: whoever has the lease next relies on its being over. What cannot be kept is no reason to repeat the work: an unspent
   * reservation counts as spent, and a lease that is not given back ends by itself.
   */
  async close(): Promise<void> {
    await this.gate.whenIdle();
    try {
      if (!this.isOvertaken) await this.keep();
      await this.lease.release();
    } catch (error) {
      this.lease.leave();
      this.ports.log.warn('Mailbox row not kept', { mailboxId: this.mailboxId, ...describeError(error) });
    }
  }

  private async keep(): Promise<void> {
    const now = this.ports.clock.now();
    this.budget.giveBack(now);
    const { delivered, weeks, lastDeliveredAt } = this.row;
    const added =
      this.delivered === 0
        ? { delivered, weeks, lastDeliveredAt }
        : {
            delivered: delivered + this.delivered,
            weeks: addToWeek(weeks, now, this.delivered),
            lastDeliveredAt: now.toISOString(),
          };
    const throttledUntil = this.gate.throttledUntil?.toISOString() ?? '';
    await this.save((row) => ({ ...row, ...added, budget: this.budget.state(), throttledUntil }));
  }

  /** Written at once: a worker that dies must not take the silence with it. Closing tries again. */
  private keepSilence(until: Date): void {
    this.save((row) => ({ ...row, throttledUntil: until.toISOString() })).catch(() => undefined);
  }

  /** Several requests that miss a folder at the same moment open it once. */
  private openOnce(kind: FolderKind, open: () => Promise<string>): Promise<string> {
    const known = this.opening.get(kind);
    if (known !== undefined) return known;
    const opening = open().finally(() => this.opening.delete(kind));
    this.opening.set(kind, opening);
    return opening;
  }

  private async openArchive(runId: string, isGone: boolean): Promise<string> {
    const { id, displayName, isRenamed, how } = await this.exchange.openFolder('archive');
    if (isGone) this.ports.log.warn('Archive folder was gone', { mailboxId: this.mailboxId, how });
    const now = this.ports.clock.now().toISOString();
    // A folder that was there before this ledger began may hold copies that it knows nothing of.
    const isBeforeLedger = how === 'found' && this.row.archiveFolderId === '' && this.row.delivered === 0 && !isGone;
    await this.save((row) => ({
      ...row,
      archiveFolderId: id,
      archiveFolderName: displayName,
      isArchiveRenamed: isRenamed,
      folderCreatedAt: how === 'created' ? now : row.folderCreatedAt,
      folderRecreatedAt: isGone && how === 'created' ? now : row.folderRecreatedAt,
      distrustedRun: isBeforeLedger ? runId : row.distrustedRun,
    }));
    return id;
  }

  private async openStaging(): Promise<string> {
    const { id } = await this.exchange.openFolder('staging');
    await this.save((row) => ({ ...row, stagingFolderId: id }));
    return id;
  }

  /** From what is reserved, or after reserving more in the row: a worker that dies has never spent more than the row says. */
  private async spend(bytes: number): Promise<Spending | Date> {
    for (;;) {
      const spending = this.budget.spend(bytes, this.ports.clock.now());
      if (spending !== undefined) return spending;
      const reservation = this.budget.reserve(RESERVED_REQUESTS, bytes, this.ports.clock.now());
      if (reservation.kind === 'exhausted') return reservation.until;
      await this.save((row) => ({ ...row, budget: reservation.state }));
      reservation.use();
    }
  }

  private async write(change: (row: MailboxRow) => MailboxRow): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      if (this.isOvertaken) throw new MailboxOvertakenError(this.mailboxId);
      const row = change(this.stored.row);
      try {
        this.stored = { row, etag: await this.ports.stores.mailboxes.replace(row, this.stored.etag) };
        return;
      } catch (error) {
        if (!(error instanceof RowChangedError) || tries === MAX_WRITE_TRIES) throw error;
        await this.readAgain(error);
      }
    }
  }

  /** The row of a newer epoch is its owner's: nothing of this session is written into it any more. */
  private async readAgain(cause: RowChangedError): Promise<void> {
    const current = await this.ports.stores.mailboxes.get(mailboxPartition(this.mailboxId), this.mailboxId);
    this.isOvertaken = current?.row.epoch !== this.epoch;
    if (current === undefined || this.isOvertaken) throw new MailboxOvertakenError(this.mailboxId, { cause });
    this.stored = current;
  }
}

const leaseName = (mailboxId: string): string => `mailbox-${createHash('sha256').update(mailboxId).digest('hex').slice(0, 32)}`;

/** The next epoch and the first reservation, in one write. */
async function nextEpoch(
  mailboxId: string,
  address: string,
  ports: ConnectorPorts,
): Promise<{ stored: Stored<MailboxRow>; budget: MailboxBudget }> {
  const { mailboxes } = ports.stores;
  for (;;) {
    const stored = await mailboxes.get(mailboxPartition(mailboxId), mailboxId);
    const now = ports.clock.now();
    const budget = MailboxBudget.fromState(stored?.row.budget ?? '', now);
    const reservation = budget.reserve(RESERVED_REQUESTS, 0, now);
    const state = reservation.kind === 'granted' ? reservation.state : budget.state();
    const before = stored?.row ?? newMailbox(mailboxId, address, now);
    const row: MailboxRow = { ...before, epoch: before.epoch + 1, budget: state };
    try {
      const etag = stored === undefined ? await mailboxes.insert(row) : await mailboxes.replace(row, stored.etag);
      if (reservation.kind === 'granted') reservation.use();
      return { stored: { row, etag }, budget };
    } catch (error) {
      if (!(error instanceof RowChangedError || error instanceof RowExistsError)) throw error;
      ports.log.info('Mailbox row changed while its lease was taken', { mailboxId });
    }
  }
}

function newMailbox(mailboxId: string, address: string, now: Date): MailboxRow {
  return {
    partition: mailboxPartition(mailboxId),
    key: mailboxId,
    v: 1,
    address,
    epoch: 0,
    archiveFolderId: '',
    archiveFolderName: '',
    isArchiveRenamed: false,
    stagingFolderId: '',
    folderCreatedAt: '',
    folderRecreatedAt: '',
    throttledUntil: '',
    budget: '',
    parkedAt: '',
    parkedUntil: '',
    parkedFor: '',
    sizeLimit: 0,
    sizeLimitSeenAt: '',
    distrustedRun: '',
    firstSeenAt: now.toISOString(),
    delivered: 0,
    lastDeliveredAt: '',
    weeks: '',
  };
}
