import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userOf } from '../../../runtime/adapters/graph/graph-directory';
import type { DirectoryUser } from '../../../runtime/domain/routing/directory-snapshot';
import { type VolumePackage, volumeDay } from '../../../runtime/local/telemessage-simulator/synthetic/volume-day';
import { createPipeline } from '../../../runtime/pipeline/connector';
import type { ConnectorPorts, Stores } from '../../../runtime/pipeline/connector-ports';
import { NO_COUNTS } from '../../../runtime/pipeline/rows/package-counts';
import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import type { BlobContainer, BlobProperties, BlockUpload } from '../../../runtime/ports/blob-container';
import type { RowChange, RowKey, Table } from '../../../runtime/ports/table';
import { activate } from '../../pipeline/synthetic-world';
import { World } from '../../pipeline/world/world';
import { turn } from './turn';

const USERS = 200;
const ITEMS_A_PACKAGE = 100_000;
const RUN_DEADLINE = new Date('2100-01-01T00:00:00Z');

/** What was written to stores that keep nothing. */
interface Written {
  rows: number;
  blobs: number;
  bytes: number;
}

/** A table that takes everything and keeps nothing: what is measured is the worker, not the stand-in. */
function forgetfulTable<R extends RowKey>(written: Written): Table<R> {
  const take = async (): Promise<string> => {
    written.rows += 1;
    await turn();
    return '1';
  };
  return {
    get: async () => undefined,
    insert: take,
    replace: take,
    upsert: take,
    remove: async () => {},
    transact: async (changes: readonly RowChange<R>[]) => {
      written.rows += changes.length;
      await turn();
      return changes.map(() => '1');
    },
    list: async function* () {},
  };
}

/** Keeps the small blobs that are read again (the directory), forgets the rest. */
function forgetfulContainer(kept: BlobContainer, written: Written): BlobContainer {
  const take = async (name: string, content: Buffer): Promise<BlobProperties> => {
    written.blobs += 1;
    written.bytes += content.length;
    await turn();
    return { name, bytes: content.length, etag: '1', modifiedAt: new Date(0), metadata: {} };
  };
  const upload = (name: string): BlockUpload => {
    const staged: number[] = [];
    return {
      staged: async () => staged,
      stage: async (index, content) => {
        staged[index] = content.length;
        written.bytes += content.length;
        await turn();
      },
      commit: async () => take(name, Buffer.alloc(0)),
    };
  };
  const isKept = (name: string): boolean => /directory\.json$|^chat-key$|^mapping-current/.test(name);
  return {
    ...kept,
    get: (name) => kept.get(name),
    properties: (name) => kept.properties(name),
    create: (name, content, metadata) => (isKept(name) ? kept.create(name, content, metadata) : take(name, content)),
    put: take,
    upload,
    list: async function* () {},
    remove: async () => {},
  };
}

/** The packages as files of this machine. */
class PackageFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'signal-archive-unpack-'));
  private readonly files = new Map<string, { readonly handle: number; readonly bytes: number }>();

  write(each: VolumePackage): { readonly blob: string; readonly bytes: number; readonly sha256: string } {
    const handle = openSync(join(this.folder, each.name), 'w+');
    const hash = createHash('sha256');
    let bytes = 0;
    for (const chunk of each.chunks()) {
      hash.update(chunk);
      bytes += writeSync(handle, chunk);
    }
    this.files.set(each.name, { handle, bytes });
    return { blob: each.name, bytes, sha256: hash.digest('hex') };
  }

  container(kept: BlobContainer): BlobContainer {
    const fileOf = (name: string) => this.files.get(name) ?? { handle: -1, bytes: 0 };
    return {
      ...kept,
      properties: async (name) => ({ name, bytes: fileOf(name).bytes, etag: '1', modifiedAt: new Date(0), metadata: {} }),
      range: async (name, offset, length) => {
        await turn();
        const buffer = Buffer.allocUnsafeSlow(length);
        return buffer.subarray(0, readSync(fileOf(name).handle, buffer, 0, length, offset));
      },
    };
  }

  remove(): void {
    for (const { handle } of this.files.values()) closeSync(handle);
    rmSync(this.folder, { recursive: true });
  }
}

/** A day of text items, two mailboxes each, through unpack: every item read, routed, batched and written to stores that keep nothing. */
export async function unpackDay(items: number): Promise<Readonly<Record<string, number>>> {
  const day = volumeDay(1, USERS, items / USERS, 0, { itemsPerPackage: ITEMS_A_PACKAGE });
  const users = day.users.map((user) => userOf({ ...user })).filter((user): user is DirectoryUser => user !== undefined);
  const world = new World({ users, start: '2026-11-21T06:30:00Z', options: { allowedDomains: day.domains } });
  const process = world.process();
  await activate(process, day.mapping);
  const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  if (run === undefined) throw new Error('No run was opened');

  const files = new PackageFiles();
  const written: Written = { rows: 0, blobs: 0, bytes: 0 };
  const { stores } = process.ports;
  const forgetful: Stores = {
    ...stores,
    packages: files.container(stores.packages),
    work: forgetfulContainer(stores.work, written),
    state: forgetfulContainer(stores.state, written),
    reports: forgetfulContainer(stores.reports, written),
    batches: forgetfulTable(written),
    deliveries: forgetfulTable(written),
    held: forgetfulTable(written),
    numbers: forgetfulTable(written),
    queues: { ...stores.queues, send: async () => {}, count: async () => 0, poisonCount: async () => 0 },
  };
  const ports: ConnectorPorts = { ...process.ports, stores: forgetful };
  try {
    for (const [index, each] of day.packages.entries()) await unpackOne(each, String(index).padStart(16, '0'), run.partition, files, ports);
  } finally {
    files.remove();
  }
  const { rows, blobs, bytes } = written;
  return { items, ...(await routedIn(stores, run.partition)), rows, blobs, workBytes: bytes };
}

async function unpackOne(each: VolumePackage, key: string, runId: string, files: PackageFiles, ports: ConnectorPorts): Promise<void> {
  const row: PackageRow = { ...packageRow(runId, key, each), ...files.write(each) };
  await ports.stores.packageRows.insert(row);
  const handling = { deadline: RUN_DEADLINE, signal: new AbortController().signal };
  await createPipeline(ports).handle('packages', { v: 1, runId, packageId: key, fromEntry: 0 }, handling);
}

function packageRow(runId: string, key: string, { name, arrivedAt }: VolumePackage): PackageRow {
  return {
    partition: runId,
    key,
    v: 1,
    state: 'stored',
    name,
    listedBytes: 0,
    stamp: '',
    arrivedAt: arrivedAt.toISOString(),
    modifiedAt: '',
    blob: '',
    sha256: '',
    bytes: 0,
    items: -1,
    manifestCount: -1,
    problems: '[]',
    isComplete: undefined,
    fromEntry: 0,
    counts: JSON.stringify(NO_COUNTS),
    progress: '',
    enqueuedAt: '',
    isReleased: false,
  };
}

async function routedIn(stores: Stores, runId: string): Promise<Readonly<Record<string, number>>> {
  let [routed, packages] = [0, 0];
  for await (const { row } of stores.packageRows.list(runId)) {
    const { state, fromEntry } = row as PackageRow;
    if (state !== 'unpacked') throw new Error(`A package is ${state}`);
    routed += fromEntry;
    packages += 1;
  }
  return { packages, routed };
}
