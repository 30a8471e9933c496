import type { OpenedFolder } from '../../ports/exchange';
import { MailboxThrottledError } from '../../ports/exchange-errors';
import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { MailboxSession } from '../deliver/mailbox-session';
import { recordDuplicates } from '../deliver/record-duplicates';
import { describeError } from '../describe-error';
import { heldDeliveryId } from '../held/held-delivery';
import type { DeliveryRow } from '../rows/delivery-row';
import type { Finding } from '../verify/finding';

const MAX_TRIES = 100;
const BUSY_PAUSE_IN_MS = 20_000;

export interface ScannedMailbox {
  readonly copies: number;
  /** Copies that no report told of: those of runs that were open. */
  readonly restored: number;
}

const NOTHING: ScannedMailbox = { copies: 0, restored: 0 };

/**
 * Reads the key of every copy in a mailbox's archive folder into the ledger. After it the ledger of this mailbox is whole, so nothing has to be looked
 * for in it any more. A mailbox that does not open stays as it is: whatever is delivered to it looks first.
 */
export async function scanMailbox(mailboxId: string, address: string, ports: ConnectorPorts, findings: Finding[]): Promise<ScannedMailbox> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    try {
      const scanned = await scanOnce(mailboxId, address, ports);
      if (scanned !== undefined) return scanned;
      await ports.clock.sleep(BUSY_PAUSE_IN_MS);
    } catch (error) {
      if (!(error instanceof MailboxThrottledError) || error.retryAt === undefined) return unread(mailboxId, error, findings);
      await ports.clock.sleep(Math.max(1, error.retryAt.getTime() - ports.clock.now().getTime()));
    }
  }
  return unread(mailboxId, new Error('busy'), findings);
}

function unread(mailboxId: string, error: unknown, findings: Finding[]): ScannedMailbox {
  const detail = `its copies could not be read (${String(describeError(error)['errorCode'] ?? 'busy')}); what is delivered to it looks first`;
  findings.push({ check: 'mailboxes', code: 'mailbox-unreadable', where: mailboxId, detail });
  return NOTHING;
}

/** Undefined when somebody else has the mailbox. */
async function scanOnce(mailboxId: string, address: string, ports: ConnectorPorts): Promise<ScannedMailbox | undefined> {
  const session = await MailboxSession.open(mailboxId, address, ports);
  if (session === undefined) return undefined;
  try {
    const folder = await session.exchange.findFolder('archive');
    const scanned = folder === undefined ? NOTHING : await readCopies(session, folder, ports);
    await session.save((row) => ({ ...row, ...known(folder), delivered: Math.max(row.delivered, scanned.copies), distrustedRun: '' }));
    return scanned;
  } finally {
    await session.close();
  }
}

const known = (folder: OpenedFolder | undefined) =>
  folder === undefined ? {} : { archiveFolderId: folder.id, archiveFolderName: folder.displayName, isArchiveRenamed: folder.isRenamed };

interface FoundCopies {
  readonly ids: string[];
  readonly kind: 'import' | 'stub';
  readonly itemId: string;
}

async function readCopies(session: MailboxSession, folder: OpenedFolder, ports: ConnectorPorts): Promise<ScannedMailbox> {
  const found = new Map<string, FoundCopies>();
  let copies = 0;
  for await (const { id, key, kind, itemId } of session.exchange.keys(folder.id)) {
    copies += 1;
    const name = `${kind}/${key}`;
    const known = found.get(name);
    if (known !== undefined) known.ids.push(id);
    else found.set(name, { ids: [id], kind, itemId: itemId ?? '' });
  }
  const rows = new Map<string, Stored<DeliveryRow>>();
  for await (const stored of ports.stores.deliveries.list(session.mailboxId)) rows.set(stored.row.key, stored);
  let restored = 0;
  // The whole item counts more than its stub, which may still be there.
  for (const kind of ['import', 'stub'] as const)
    for (const [name, each] of found)
      if (each.kind === kind && (await restoreCopy(name.slice(kind.length + 1), each, rows, session, ports))) restored += 1;
  return { copies, restored };
}

/** Answers whether the ledger did not know of the copy. */
async function restoreCopy(
  importKey: string,
  { ids, kind, itemId }: FoundCopies,
  rows: Map<string, Stored<DeliveryRow>>,
  { mailboxId }: MailboxSession,
  ports: ConnectorPorts,
): Promise<boolean> {
  const stored = rows.get(importKey);
  const state = kind === 'import' ? 'imported' : 'imported-in-part';
  if (kind === 'import' && ids.length > 1)
    await recordDuplicates(
      mailboxId,
      importKey,
      ids.map((id) => ({ id })),
      ports,
    );
  if (stored?.row.state === 'imported' && (kind === 'stub' || ids.includes(stored.row.exchangeId))) return false;
  if (stored?.row.state === state && ids.includes(stored.row.exchangeId)) return false;
  const row = copiedRow(stored?.row ?? unknownDelivery(mailboxId, importKey, itemId), state, ids[0] as string, ports);
  try {
    const etag = stored === undefined ? await ports.stores.deliveries.insert(row) : await ports.stores.deliveries.replace(row, stored.etag);
    rows.set(importKey, { row, etag });
    return true;
  } catch (error) {
    // A worker was faster: it looked, or it knows.
    if (!(error instanceof RowExistsError || error instanceof RowChangedError)) throw error;
    return false;
  }
}

function copiedRow(row: DeliveryRow, state: 'imported' | 'imported-in-part', exchangeId: string, ports: ConnectorPorts): DeliveryRow {
  const isStub = state === 'imported-in-part';
  const decidedAt = row.decidedAt || ports.clock.now().toISOString();
  const heldId = isStub ? heldDeliveryId(row.partition, row.key) : row.heldId;
  return { ...row, state, exchangeId, epoch: 0, staged: '', reason: isStub ? 'oversize' : '', decidedAt, heldId };
}

/** Only its copy tells of it. */
function unknownDelivery(mailboxId: string, importKey: string, itemId: string): DeliveryRow {
  return {
    partition: mailboxId,
    key: importKey,
    v: 1,
    state: 'imported',
    epoch: 0,
    claims: 1,
    claimedAt: '',
    lostAt: '',
    ambiguous: 0,
    reason: '',
    runId: '',
    batchId: '',
    takenAt: '',
    packageRun: '',
    packageId: '',
    entry: -1,
    itemId,
    bytes: 0,
    mappingVersion: '',
    matchedBy: '',
    exchangeId: '',
    decidedAt: '',
    staged: '',
    heldId: '',
  };
}
