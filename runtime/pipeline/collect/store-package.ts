import { createHash } from 'node:crypto';
import { packageBlobName } from '../../domain/package/package-name';
import type { BlobMetadata, BlobProperties } from '../../ports/blob-container';
import { MAX_BLOCK_BYTES } from '../../ports/blob-container';
import { PackageGoneError, SourceUnavailableError } from '../../ports/source-errors';
import { BlobChangedError, BlobDamagedError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { readRun } from '../runs/read-run';
import { sendSettle } from '../settle/send-settle';
import { acknowledgeComplete, sendToAcknowledge } from './acknowledge';
import { ownContent } from './content-owner';
import { download } from './download';
import { listedOf } from './listed-of';

/** Two contents under one name, stamp and size: each gets a blob of its own. More attempts than this mean that the source is not sane. */
const MAX_ATTEMPTS = 9;
const READINGS = 2;

interface StoredPackage {
  readonly blob: string;
  readonly sha256: string;
  readonly bytes: number;
  /** It was there before this handler came: of a try that died, or of a ledger that is lost. */
  readonly wasHere?: boolean;
}

/**
 * Brings one package into WORM storage and reads it back. The package row names the blob after the read-back, so whatever is unpacked was
 * verified. The source is told when it is also found complete: the same message comes again then.
 */
export async function storePackage(
  message: { runId: string; packageId: string },
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  const { runId, packageId } = message;
  const row = (await ports.stores.packageRows.get(runId, packageId)) as Stored<PackageRow> | undefined;
  if (row === undefined) return;
  if (row.row.state === 'unpacked' || row.row.state === 'duplicate') return acknowledgeComplete(row, ports, handling);
  const run = await readRun(ports.stores, runId);
  if (run === undefined || run.row.state !== 'open' || run.row.stopped !== '') return;
  if (row.row.state === 'stored') return sendToUnpack(row.row, ports);
  if (row.row.state !== 'listed') return;
  const stored = await storeVerified(row, run.row, ports, handling);
  if (stored === undefined) return;
  await recordStored(row, stored, ports);
}

async function storeVerified(
  row: Stored<PackageRow>,
  run: RunRow,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<StoredPackage | undefined> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const blob = packageBlobName(ports.source.id, new Date(row.row.arrivedAt), row.row.key, attempt, row.row.name);
    const present = await ports.stores.packages.properties(blob);
    if (present !== undefined && row.row.stamp !== '' && !run.looksFirst) {
      const verified = await verifyPresent(blob, present, ports);
      if (verified !== undefined) return verified;
      ports.log.error('Stored package is damaged', { runId: run.partition, packageId: row.row.key, attempt });
      continue;
    }
    const written = await writeBlob(blob, row, ports, handling);
    if (written === 'continues') return undefined;
    const readBack = await hashOf(blob, ports);
    if (readBack.sha256 === written.sha256) return { blob, ...readBack, ...(written.isTaken ? { wasHere: true } : {}) };
    if (!written.isTaken) throw new BlobDamagedError('packages', blob, `SHA-256 ${readBack.sha256} after writing ${written.sha256}`);
    ports.log.warn('Other content under the same name', { packageId: row.row.key, attempt });
  }
  throw new PackageGoneError(`Package ${row.row.key} has another content at every download; check the source`);
}

interface Written {
  readonly sha256: string;
  /** A blob of this name was there already. */
  readonly isTaken: boolean;
}

async function writeBlob(blob: string, row: Stored<PackageRow>, ports: ConnectorPorts, handling: Handling): Promise<Written | 'continues'> {
  const listed = listedOf(row.row);
  if (listed.bytes <= MAX_BLOCK_BYTES) return writeSmall(blob, row.row, ports, handling);
  const upload = ports.stores.packages.upload(blob);
  const result = await download(listed, row.row.progress, upload, ports, handling);
  if (result.kind === 'continues') {
    await ports.stores.packageRows.replace({ ...row.row, progress: result.progress }, row.etag);
    await ports.stores.queues.send('collect', { v: 1, kind: 'package', runId: row.row.partition, packageId: row.row.key });
    return 'continues';
  }
  return { sha256: result.sha256, isTaken: await isTaken(upload.commit(result.blocks, metadataOf(row.row, result.sha256))) };
}

async function writeSmall(blob: string, row: PackageRow, ports: ConnectorPorts, handling: Handling): Promise<Written> {
  const listed = listedOf(row);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of ports.source.open(listed, 0, handling.signal)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > listed.bytes) break;
  }
  if (bytes !== listed.bytes) throw new SourceUnavailableError('a package', `it holds ${bytes} bytes or more, listed were ${listed.bytes}`);
  const content = Buffer.concat(chunks);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { sha256, isTaken: await isTaken(ports.stores.packages.create(blob, content, metadataOf(row, sha256))) };
}

/** Beside the hash what a lost ledger could not tell any more: the time that an item without a date of its own shows. */
const metadataOf = ({ arrivedAt }: PackageRow, sha256: string): BlobMetadata => ({ sha256, arrivedat: arrivedAt });

async function isTaken(commit: Promise<BlobProperties>): Promise<boolean> {
  try {
    await commit;
    return false;
  } catch (error) {
    if (error instanceof BlobChangedError) return true;
    throw error;
  }
}

/**
 * The name holds what was listed (path, size, stamp), so a blob that is there came from an earlier try: its own hash must fit. Read twice before
 * it is given up, because nobody can take it away: undefined, and the package is stored again beside it.
 */
async function verifyPresent(blob: string, present: BlobProperties, ports: ConnectorPorts): Promise<StoredPackage | undefined> {
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const readBack = await hashOf(blob, ports);
    if (readBack.sha256 === present.metadata['sha256']) return { blob, ...readBack, wasHere: true };
  }
  return undefined;
}

async function hashOf(blob: string, ports: ConnectorPorts): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of ports.stores.packages.stream(blob)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/**
 * If-Match: a slow download of a repeated message may end when the package is unpacked and its run is closed, and must not begin it anew. A row that
 * was changed meanwhile sends the message back (`orLater`), which then finds what became of the package.
 */
async function recordStored({ row, etag }: Stored<PackageRow>, stored: StoredPackage, ports: ConnectorPorts): Promise<void> {
  const isKnown = !(await ownContent({ ...row, sha256: stored.sha256 }, ports));
  const changed: PackageRow = { ...row, ...stored, progress: '', state: isKnown ? 'duplicate' : 'stored', items: isKnown ? 0 : -1 };
  await ports.stores.packageRows.replace(changed, etag);
  ports.log.info('Package stored', { runId: row.partition, packageId: row.key, bytes: stored.bytes, sha256: stored.sha256, isKnown });
  if (!isKnown) return sendToUnpack(changed, ports);
  await sendToAcknowledge(changed, ports);
  await sendSettle(row.partition, ports);
}

async function sendToUnpack(row: PackageRow, ports: ConnectorPorts): Promise<void> {
  await ports.stores.queues.send('packages', { v: 1, runId: row.partition, packageId: row.key, fromEntry: row.fromEntry });
}
