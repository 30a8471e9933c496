import { randomBytes } from 'node:crypto';
import type { UserMapping } from '../../domain/mapping/user-mapping';
import { createDirectorySnapshot, directoryFromJson, directoryToJson } from '../../domain/routing/directory-index';
import type { DirectorySnapshot, DirectoryUser } from '../../domain/routing/directory-snapshot';
import { createEarlierMappings, type EarlierMappings } from '../../domain/routing/earlier-mappings';
import type { RoutingContext } from '../../domain/routing/routing-context';
import { BlobChangedError } from '../../ports/storage-errors';
import type { ConnectorOptions, ConnectorPorts } from '../connector-ports';
import { loadMapping, readCurrentMapping } from '../mapping/current-mapping';
import { readNotOurs } from '../numbers/not-ours';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';

/** What a run routes with, pinned when it is first needed: the same for every item of the run, whatever changes meanwhile. */
export interface RunContext {
  readonly mapping: UserMapping;
  readonly earlierMappings: EarlierMappings;
  readonly directory: DirectorySnapshot;
  /** Keys of participants that an Admin answered "Not ours". */
  readonly notOurs: ReadonlySet<string>;
  readonly allowedDomains: ReadonlySet<string>;
  readonly pilotMailboxes: ReadonlySet<string>;
  /** Keys the ids of chats in every copy of this tenant. */
  readonly chatKey: string;
}

const MAX_KEPT_CONTEXTS = 2;
const MAX_EARLIER_VERSIONS = 20;
const CHAT_KEY_BLOB = 'chat-key';
const CHAT_KEY_BYTES = 32;
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

/** What routing looks at for an item of this package. */
export function routingContextOf(
  context: RunContext,
  row: Pick<PackageRow, 'arrivedAt'>,
  run: RunRow,
  options: ConnectorOptions,
): RoutingContext {
  return {
    ...context,
    automaticMapping: options.automaticMapping,
    arrivedAt: new Date(row.arrivedAt),
    isReplayedByAdministrator: run.replays === 'listed',
  };
}

async function loadContext(run: RunRow, ports: ConnectorPorts, signal: AbortSignal): Promise<RunContext> {
  const [mapping, directory, notOurs, chatKey] = await Promise.all([
    loadMapping(ports.stores, run.mappingVersion),
    pinDirectory(run, ports, signal),
    readNotOurs(ports.stores),
    readChatKey(ports),
  ]);
  const earlierMappings = await loadEarlier(mapping, ports);
  const allowedDomains = new Set(allowedDomainsOf(directory, ports));
  return { mapping, earlierMappings, directory, notOurs, allowedDomains, pilotMailboxes: new Set(ports.options.pilotMailboxes), chatKey };
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
  return directory.users
    .filter((user) => !user.isGuest)
    .flatMap((user) => user.addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)));
}

async function loadEarlier(mapping: UserMapping, ports: ConnectorPorts): Promise<EarlierMappings> {
  const { history } = (await readCurrentMapping(ports.stores)).current;
  const past = history.filter(({ version }) => version !== mapping.version).slice(-MAX_EARLIER_VERSIONS);
  const versions = await Promise.all(
    past.map(async ({ version, activeUntil }) => ({
      mapping: await loadMapping(ports.stores, version),
      activeUntil: new Date(activeUntil),
    })),
  );
  return createEarlierMappings(mapping, versions);
}

/** Made once a tenant; a lost key splits the threads of later copies and harms nothing else. */
async function readChatKey(ports: ConnectorPorts): Promise<string> {
  const { state } = ports.stores;
  const stored = await state.get(CHAT_KEY_BLOB);
  if (stored !== undefined) return stored.content.toString('utf8');
  try {
    await state.create(CHAT_KEY_BLOB, Buffer.from(randomBytes(CHAT_KEY_BYTES).toString('hex')));
  } catch (error) {
    if (!(error instanceof BlobChangedError)) throw error;
  }
  return readChatKey(ports);
}
