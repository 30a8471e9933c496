import type { ArchiveStorage } from './adapters/azure-storage/archive-storage';
import { createArchiveStorage } from './adapters/azure-storage/create-archive-storage';
import { createGraph, type Graph } from './adapters/graph/create-graph';
import { openFileSigner } from './adapters/key-vault/file-signer';
import { managedIdentity } from './adapters/key-vault/managed-identity';
import { SettingsCredentialStore } from './adapters/key-vault/settings-credential-store';
import { VaultCredentialStore } from './adapters/key-vault/vault-credential-store';
import { VaultSigner } from './adapters/key-vault/vault-signer';
import { createSource, type OpenSource } from './adapters/source/create-source';
import type { SourceSettings } from './adapters/source/source-settings';
import { JsonLog, type LogSink } from './adapters/telemetry/json-log';
import { SystemClock } from './adapters/telemetry/system-clock';
import { reportText } from './domain/evidence/report-text';
import { type Administration, administrationOf, type Web } from './main-web';
import { type Acts, actsOf } from './pipeline/admin/acts';
import { type Examination, type ExamineRequest, examine } from './pipeline/admin/doctor/examine';
import { type HeldEntryView, heldEntryViews } from './pipeline/admin/held-entries-view';
import type { MappingPreview } from './pipeline/admin/mapping-preview';
import { openHeldByReason } from './pipeline/admin/open-held';
import { type OpenRunsProgress, progressOfRuns } from './pipeline/admin/open-runs-progress';
import type { Person } from './pipeline/admin/person';
import { type FullProbe, type FullProbeRequest, fullProbe } from './pipeline/admin/probe/full-probe';
import { type ClosedRun, newestRuns, readReport, type StoredReport } from './pipeline/admin/read-reports';
import { openScheduledRun } from './pipeline/admin/scheduled-run';
import { createPipeline, type Pipeline } from './pipeline/connector';
import type { ConnectorOptions, ConnectorPorts, Stores } from './pipeline/connector-ports';
import { type Activation, type ActivationRequest, activateMapping } from './pipeline/mapping/activate-mapping';
import { type Rebuilt, rebuild } from './pipeline/rebuild/rebuild';
import { openRunIds } from './pipeline/runs/read-run';
import { type StartRequest, startRuns } from './pipeline/runs/start-runs';
import type { Verification } from './pipeline/verify/finding';
import { type VerifyOptions, verify } from './pipeline/verify/verify';
import type { TellingCredentialStore } from './ports/credential';
import type { Signer } from './ports/signer';
import { clockShiftInMs } from './settings/local-clock';
import type { Settings } from './settings/settings';

export type { WebRequest, WebResponse } from './main-web';
export { ActRefusedError } from './pipeline/admin/act-refused';
export type { Acts, ClosedRun, Examination, FullProbe, HeldEntryView, LogSink, MappingPreview, Person, Rebuilt, StoredReport };

/** The connector as its entry points see it. */
export interface Connector extends Web {
  readonly pipeline: Pipeline;
  readonly ports: ConnectorPorts;
  /** What the command line does in somebody's name. */
  acts(person: Person): Acts;
  /** What the daily timer does: nothing while the connector is paused. */
  openScheduledRun(): Promise<void>;
  /** A local start: goes on with open runs and opens its own. */
  start(request: StartRequest): Promise<string>;
  openRuns(): Promise<readonly string[]>;
  progress(runIds: readonly string[]): Promise<OpenRunsProgress>;
  report(runId: string): Promise<StoredReport | undefined>;
  closedRuns(): AsyncIterable<ClosedRun>;
  /** The run that closed last; undefined before the first. */
  lastRun(): Promise<string | undefined>;
  /** The report in a screen of text. */
  reportText(stored: StoredReport, openByReason: ReadonlyMap<string, number>, heldCommand: string | undefined): readonly string[];
  openHeld(): Promise<ReadonlyMap<string, number>>;
  heldEntries(): AsyncIterable<HeldEntryView>;
  verify(options: VerifyOptions): Promise<Verification>;
  /** Makes the ledger again from reports, packages and mailboxes. Nobody else may work on the store meanwhile. */
  rebuild(): Promise<Rebuilt>;
  /** Every precondition with what mends it: `doctor`. */
  examine(request: ExamineRequest, person: Person): Promise<Examination>;
  /** Asks a test mailbox what only the tenant can answer: `probe`. Throws `ActRefusedError`. */
  fullProbe(request: FullProbeRequest, person: Person): Promise<FullProbe>;
  activateMapping(request: ActivationRequest): Promise<Activation>;
  /** Creates the stores that are missing: local mode only, Azure's are made by Pulumi. */
  ensureStores(): Promise<void>;
  /** Ends kept connections, so that the process can end. */
  close(): void;
}

/** What the command line asks of a connector, of this machine's or of a deployed one. */
export type CommandedConnector = Pick<
  Connector,
  'acts' | 'openRuns' | 'progress' | 'report' | 'closedRuns' | 'lastRun' | 'reportText' | 'openHeld' | 'heldEntries'
>;

/**
 * Wires the adapters that the settings name; the only place that makes them. `releaseFolder`: where the release's files are besides its code;
 * only the page and its API read them.
 */
export async function createConnector(settings: Settings, sink: LogSink, releaseFolder: string): Promise<Connector> {
  const behindInMs = settings.isLocal ? clockShiftInMs : () => 0;
  const clock = new SystemClock(behindInMs);
  const storage = createArchiveStorage(storageConnection(settings), { clock });
  const credentials = credentialStore(settings);
  const source = createSource(sourceSettings(settings), credentials);
  const graph = createGraph(graphSettings(settings));
  const ports: ConnectorPorts = {
    stores: storesOf(storage),
    source,
    directory: graph.directory,
    exchange: graph.exchange,
    copyFormat: graph.copyFormat,
    signer: await signerOf(settings),
    clock,
    storageTime: { now: async () => new Date((await storage.time.now()).getTime() - behindInMs()) },
    log: new JsonLog(sink),
    options: optionsOf(settings),
  };
  const administration = administrationOf(settings, ports, { credentials, graphAccess: graph.access, releaseFolder });
  return connectorOf(ports, administration, storage, source, graph);
}

function connectorOf(
  ports: ConnectorPorts,
  { web, ports: adminPorts }: Administration,
  storage: ArchiveStorage,
  source: OpenSource,
  graph: Graph,
): Connector {
  const pipeline = createPipeline(ports);
  return {
    ...web,
    examine: (request, person) => examine(request, person, adminPorts()),
    fullProbe: (request, person) => fullProbe(request, person, adminPorts()),
    pipeline,
    ports,
    acts: (person) => actsOf(person, ports),
    openScheduledRun: () => openScheduledRun(ports),
    start: async (request) => (await startRuns(request, ports)).partition,
    openRuns: () => openRunIds(ports.stores),
    progress: (runIds) => progressOfRuns(runIds, ports),
    report: (runId) => readReport(runId, ports),
    closedRuns: () => newestRuns(ports),
    lastRun: async () => {
      for await (const { runId } of newestRuns(ports)) return runId;
      return undefined;
    },
    reportText: ({ report, sequence }, openByReason, heldCommand) => reportText({ report, sequence, openByReason, heldCommand }),
    openHeld: () => openHeldByReason(ports),
    heldEntries: () => heldEntryViews(ports),
    verify: (options) => verify(options, ports),
    rebuild: () => rebuild('local', ports),
    activateMapping: (request) => activateMapping(request, ports),
    ensureStores: () => storage.ensureStores(),
    close: () => {
      source.close();
      graph.close();
    },
  };
}

function storageConnection({ storage }: Settings): Parameters<typeof createArchiveStorage>[0] {
  if (storage.kind === 'azurite') return { connectionString: storage.connectionString };
  const { blobServiceUri, queueServiceUri, tableServiceUri, identityClientId } = storage;
  return { blobServiceUri, queueServiceUri, tableServiceUri, credential: managedIdentity(identityClientId) };
}

function storesOf(storage: ArchiveStorage): Stores {
  return {
    packages: storage.container('packages'),
    reports: storage.container('reports'),
    mappings: storage.container('mappings'),
    work: storage.container('work'),
    state: storage.container('state'),
    runs: storage.table('runs'),
    packageRows: storage.table('packages'),
    batches: storage.table('batches'),
    deliveries: storage.table('deliveries'),
    held: storage.table('held'),
    mailboxes: storage.table('mailboxes'),
    numbers: storage.table('numbers'),
    events: storage.table('events'),
    queues: storage.queues,
    leases: storage.leases,
  };
}

function credentialStore({ secrets }: Settings): TellingCredentialStore {
  if (secrets.kind === 'vault') {
    return new VaultCredentialStore({
      vaultUri: secrets.uri,
      secretName: secrets.credentialName,
      credential: managedIdentity(secrets.identityClientId),
    });
  }
  const { username, password, privateKey } = secrets;
  const isGiven = username !== '' || password !== '' || privateKey !== '';
  return new SettingsCredentialStore(
    isGiven ? { username, password: password || undefined, privateKey: privateKey || undefined, passphrase: undefined } : undefined,
  );
}

async function signerOf({ secrets }: Settings): Promise<Signer> {
  if (secrets.kind === 'local') return openFileSigner(secrets.keyFile);
  return new VaultSigner({ vaultUri: secrets.uri, keyName: secrets.keyName, credential: managedIdentity(secrets.identityClientId) });
}

function sourceSettings({ source, storage }: Settings): SourceSettings {
  const { kind, url, paths, hostKeys, ca } = source;
  switch (kind) {
    case 'directory':
      return { kind, path: url };
    case 'sftp':
      return { kind, url, hostKeys };
    case 'telemessage':
      return { kind, url, paths, pinnedKeys: [], certificateAuthority: ca, allowsPrivateAddresses: false };
    case 'landing':
      return { kind, url, prefix: '', credential: managedIdentity(storage.kind === 'azure' ? storage.identityClientId : '') };
  }
}

function graphSettings({ graph }: Settings): Parameters<typeof createGraph>[0] {
  const { root, token, messageFlags } = graph;
  if (token.kind === 'fixed') return { root, token, messageFlags };
  return { root, token, messageFlags };
}

function optionsOf(settings: Settings): ConnectorOptions {
  const { run, routing, items, itemClass, otherArchivers, tenantId, stack, isLocal, credentialExpiresOn, graph } = settings;
  const { attachAfterCreate: attachesAfterCreate } = graph;
  const own = { tenantId, stack, items, itemClass, otherArchivers, attachesAfterCreate, needsTerms: !isLocal, credentialExpiresOn };
  return { ...routing, ...run, ...own };
}
