import { type DeliveryLine, parseDeliveryLine } from '../../domain/evidence/delivery-line';
import { jsonLines } from '../../domain/evidence/json-lines';
import { RowExistsError } from '../../ports/storage-errors';
import { MAX_TRANSACTION_CHANGES } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { heldDelivery, heldDeliveryId } from '../held/held-delivery';
import type { DeliveryRow } from '../rows/delivery-row';
import type { HeldReason, HeldRow } from '../rows/held-row';
import type { Finding } from '../verify/finding';
import { linesOf, type PublishedRun } from './published-runs';
import type { PackagePlace, PackageRestoring } from './restore-packages';

/** A delivery as the last line about it tells it. */
interface ToldDelivery {
  readonly line: DeliveryLine;
  readonly runId: string;
  readonly place: PackagePlace;
}

/** Writes the ledger again, run by run in the order of the chain: what is imported at once, what is not when no later run tells more of it. */
export class DeliveryRestoring {
  imported = 0;
  /** Mailbox id -> the address that named it last. */
  readonly mailboxes = new Map<string, string>();
  /** `<mailbox>/<import key>` of what has no copy of the whole item. */
  private readonly open = new Map<string, ToldDelivery>();
  private batch = new Map<string, DeliveryRow>();

  constructor(
    private readonly packages: PackageRestoring,
    private readonly ports: ConnectorPorts,
    private readonly findings: Finding[],
  ) {}

  async takeRun(published: PublishedRun): Promise<void> {
    const chunks = await linesOf('deliveries.jsonl', published, this.ports, this.findings);
    if (chunks === undefined) return;
    for await (const text of jsonLines(chunks)) {
      const line = parseDeliveryLine(text);
      if (line !== undefined) await this.take({ line, runId: published.report.runId, place: this.packages.placeOf(line.package) });
    }
    await this.flush();
  }

  /** Writes what is still without a copy, and answers its entries: open ones, and those of deliveries that failed. */
  async finish(openRuns: ReadonlySet<string>): Promise<readonly HeldRow[]> {
    const entries: HeldRow[] = [];
    for (const told of this.open.values()) if (await this.writeOpen(told, openRuns)) entries.push(entryOf(told, this.ports));
    return entries;
  }

  /** A duplicate says nothing: another line tells what became of the delivery. */
  private async take(told: ToldDelivery): Promise<void> {
    const { line } = told;
    const name = `${line.mailboxId}/${line.importKey}`;
    this.mailboxes.set(line.mailboxId, line.mailbox);
    if (line.outcome === 'skipped-as-duplicate') return;
    if (line.outcome !== 'imported') return void this.open.set(name, told);
    this.open.delete(name);
    this.imported += 1;
    const [first] = this.batch.values();
    if (this.batch.size === MAX_TRANSACTION_CHANGES || (first !== undefined && first.partition !== line.mailboxId)) await this.flush();
    this.batch.set(line.importKey, toldRow(told));
  }

  private async flush(): Promise<void> {
    if (this.batch.size === 0) return;
    await this.ports.stores.deliveries.transact([...this.batch.values()].map((row) => ({ kind: 'upsert', row })));
    this.batch = new Map();
  }

  /** False when the ledger knows better: it was imported, or an open run has it in hand. */
  private async writeOpen(told: ToldDelivery, openRuns: ReadonlySet<string>): Promise<boolean> {
    const { deliveries } = this.ports.stores;
    const row = toldRow(told);
    try {
      await deliveries.insert(row);
      return true;
    } catch (error) {
      if (!(error instanceof RowExistsError)) throw error;
    }
    const present = await deliveries.get(row.partition, row.key);
    if (present === undefined) return false;
    const { state, runId } = present.row;
    const isInHand = (state === 'pending' || state === 'creating') && openRuns.has(runId);
    if (state === 'imported' || isInHand) return false;
    await deliveries.replace({ ...row, claims: Math.max(1, present.row.claims) }, present.etag);
    return true;
  }
}

/** Counts as claimed once: whoever takes it up looks before a create. */
function toldRow({ line, runId, place }: ToldDelivery): DeliveryRow {
  const isHeld = line.outcome === 'held' || line.outcome === 'imported-in-part';
  return {
    partition: line.mailboxId,
    key: line.importKey,
    v: 1,
    state: line.outcome,
    epoch: 0,
    claims: 1,
    claimedAt: line.at,
    lostAt: '',
    ambiguous: 0,
    reason: line.reason,
    runId,
    batchId: '',
    takenAt: '',
    ...place,
    entry: line.entry,
    itemId: line.itemId,
    bytes: line.bytes,
    mappingVersion: line.mappingVersion,
    matchedBy: line.matchedBy,
    exchangeId: line.exchangeId,
    decidedAt: line.at,
    staged: '',
    heldId: isHeld ? heldDeliveryId(line.mailboxId, line.importKey) : '',
  };
}

/** As its run counted it; what only the item tells (when it was sent, who is in it) is empty. */
function entryOf(told: ToldDelivery, ports: ConnectorPorts): HeldRow {
  const { line, runId } = told;
  const untold = { sentAt: '', itemKind: '', people: '' };
  const reason = line.outcome === 'failed' ? 'failed' : ((line.reason || 'attempts-exhausted') as HeldReason);
  const why = line.outcome === 'imported-in-part' ? 'stub-delivered' : line.reason;
  const entry = heldDelivery(toldRow(told), untold, { partition: runId, address: line.mailbox }, reason, why, '', ports);
  return { ...entry, addedAt: line.at, countedIn: reason === 'failed' ? '' : runId };
}
