import type { UserMapping } from '../../domain/mapping/user-mapping';
import type { DirectorySnapshot, DirectoryUser } from '../../domain/routing/directory-snapshot';
import { createDirectorySnapshot, directoryFromJson, directoryToJson } from '../../domain/routing/directory-index';
import { BlobChangedError } from '../../ports/storage-errors';
import type { ConnectorPorts } from '../connector-ports';
import { loadMapping } from '../mapping/current-mapping';
import { readNotOurs } from '../numbers/not-ours';
import type { RunRow } from '../rows/run-row';

/** What a run routes with, pinned when it is first needed: the same for every item of the run, whatever changes meanwhile. */
export interface RunContext {
  readonly mapping: UserMapping;
  readonly directory: DirectorySnapshot;
  /** Keys of participants that an Admin answered "Not ours". */
  readonly notOurs: ReadonlySet<string>;
  readonly allowedDomains: ReadonlySet<string>;
}

const MAX_KEPT_CONTEXTS = 2;
const kept = new WeakMap<object, Map<string, Promise<RunContext>>>();

/** The context of a run, read once a process. */
export function runContext(run: RunRow, ports: ConnectorPorts, signal: AbortSignal): Promise<RunContext> {
  const contexts = kept.get(ports.stores) ?? new Map<string, Promise<RunContext>>();
  kept.set(ports.stores, contexts);
  const known = contexts.get(run.partition);
  if (known !== undefined) return known;
  const loading = loadContext(run, ports, signal);
  contexts.set(run.partition, loading);
  loading.catch(() => contexts.delete(run.partition));
  for (const id of contexts.keys()) if (contexts.size > MAX_KEPT_CONTEXTS && id !== run.partition) contexts.delete(id);
  return loading;
}

async function loadContext(run: RunRow, ports: ConnectorPorts, signal: AbortSignal): Promise<RunContext> {
  const [mapping, directory, notOurs] = await Promise.all([loadMapping(ports.stores, run.mappingVersion), pinDirectory(run, ports, signal), readNotOurs(ports.stores)]);
  return { mapping, directory, notOurs, allowedDomains: new Set(allowedDomainsOf(directory, ports)) };
}

/** The first reader of a run writes the snapshot; everyone after it reads the same bytes. */
async function pinDirectory(run: RunRow, ports: ConnectorPorts, signal: AbortSignal): Promise<DirectorySnapshot> {
  const name = `${run.partition}/directory.json`;
  const pinned = await ports.stores.work.get(name);
  if (pinned !== undefined) return directoryFromJson(pinned.content);
  const users: DirectoryUser[] = [];
  for await (const user of ports.directory.users(signal)) users.push(user);
  const snapshot = createDirectorySnapshot(users, ports.clock.now());
  try {
    await ports.stores.work.create(name, directoryToJson(snapshot));
    ports.log.info('Directory read', { runId: run.partition, users: users.length });
    return snapshot;
  } catch (error) {
    if (!(error instanceof BlobChangedError)) throw error;
    return pinDirectory(run, ports, signal);
  }
}

/** Without a list (local mode only) every domain of the directory's users counts. */
function allowedDomainsOf(directory: DirectorySnapshot, ports: ConnectorPorts): readonly string[] {
  if (ports.options.allowedDomains.length > 0) return ports.options.allowedDomains;
  return directory.users.filter((user) => !user.isGuest).flatMap((user) => user.addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)));
}
