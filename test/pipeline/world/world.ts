import { GraphCopyFormat } from '../../../runtime/adapters/graph/graph-copy-format';
import { createMemorySigner } from '../../../runtime/adapters/key-vault/file-signer';
import { sha256Hex } from '../../../runtime/domain/evidence/sha256';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import type { DirectoryUser } from '../../../runtime/domain/routing/directory-snapshot';
import type { ConnectorOptions, ConnectorPorts, Stores } from '../../../runtime/pipeline/connector-ports';
import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import type { RunRow } from '../../../runtime/pipeline/rows/run-row';
import type { Log, LogFields } from '../../../runtime/ports/log';
import type { Signer } from '../../../runtime/ports/signer';
import type { FaultHook } from '../../fakes/fault-gate';
import { InMemoryArchiveAccount } from '../../fakes/in-memory-archive-storage';
import { type InMemoryExchangeOptions, InMemoryExchangeStore } from '../../fakes/in-memory-exchange-store';
import type { InMemoryQueueStore, InMemoryReceivedMessage } from '../../fakes/in-memory-queues';
import { type InMemorySourceOptions, InMemorySourceSite } from '../../fakes/in-memory-source';
import { VirtualClock } from '../../fakes/virtual-clock';
import { holdForInflate } from './hold-for-inflate';
import { storesOf } from './stores-of';
import { WorldProcess } from './world-process';

export const TENANT_ID = '00000000-0000-0000-0000-000000000000';

export interface WorldOptions {
  readonly start?: string;
  readonly users?: readonly DirectoryUser[];
  readonly source?: InMemorySourceOptions;
  readonly exchange?: InMemoryExchangeOptions;
  readonly options?: Partial<ConnectorOptions>;
  /** Default: a key of its own. */
  readonly signer?: Signer;
  /** How many more times a queue message is delivered, asked once for each. */
  readonly repeats?: (queue: string) => number;
}

/** A handler that failed, and why. */
export interface HandlerFailure {
  readonly queue: string;
  readonly error: unknown;
}

export interface LogLine {
  readonly at: Date;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
  readonly fields: LogFields;
}

/** Everything outside the pipeline, in memory and on one virtual clock: storage, Exchange, the source, the directory. Processes come and go. */
export class World {
  readonly clock: VirtualClock;
  readonly account: InMemoryArchiveAccount;
  readonly exchange: InMemoryExchangeStore;
  readonly site: InMemorySourceSite;
  readonly copyFormat = new GraphCopyFormat();
  readonly signer: Signer;
  readonly log: LogLine[] = [];
  readonly failures: HandlerFailure[] = [];
  /** Packages whose very bytes were in the archive, and found complete, when they were acknowledged to the source. */
  readonly completeWhenAcknowledged = new Set<string>();
  /** How long a handler may take before it lets the rest go on in its next message. */
  handlerTimeInMs = 8 * 60_000;
  /** Stands between each process's pipeline and its ports, to see who calls what. */
  watch: ((ports: ConnectorPorts) => ConnectorPorts) | undefined;
  users: readonly DirectoryUser[];
  options: ConnectorOptions;
  private readonly repeats: (queue: string) => number;
  private readonly repeated = new Set<string>();

  constructor({ start, users = [], source, exchange, options, signer, repeats = () => 0 }: WorldOptions = {}) {
    this.signer = signer ?? createMemorySigner(new Date(0));
    this.repeats = repeats;
    this.clock = new VirtualClock(start);
    holdForInflate(this.clock);
    this.account = new InMemoryArchiveAccount(this.clock);
    this.exchange = new InMemoryExchangeStore(this.clock, exchange);
    this.site = new InMemorySourceSite(source);
    this.site.onAcknowledge = (name) => this.noteComplete(name);
    this.users = users;
    this.options = { ...DEFAULT_OPTIONS, ...options };
  }

  /** A process of the connector; `hook` decides what its calls meet. */
  process(hook?: FaultHook, skewInMs = 0): WorldProcess {
    return new WorldProcess(this, hook, skewInMs);
  }

  /** Sends a received message again, as a queue may deliver any message more than once. */
  repeat(store: InMemoryQueueStore, message: InMemoryReceivedMessage): void {
    const name = `${store.name}/${message.id}`;
    if (message.dequeueCount > 1 || this.repeated.has(name)) return;
    for (let times = this.repeats(store.name); times > 0; times -= 1) {
      store.send(message.text, 0);
      this.repeated.add(`${store.name}/${store.newestId}`);
    }
  }

  private noteComplete(name: string): void {
    const content = this.site.file(name)?.content;
    if (content === undefined) return;
    const sha256 = sha256Hex(content);
    const isDurable = [...this.account.container('packages').blobs.values()].some((blob) => blob.content.equals(content));
    const rows = [...this.account.table('packages').rows()] as PackageRow[];
    if (isDurable && rows.some((row) => row.sha256 === sha256 && row.isComplete === true)) this.completeWhenAcknowledged.add(name);
  }

  /** The stores past every fault, for assertions. */
  get stores(): Stores {
    return storesOf(this.account.connect());
  }

  get logger(): Log {
    const write =
      (level: LogLine['level']) =>
      (text: string, fields: LogFields = {}) =>
        void this.log.push({ at: this.clock.now(), level, text, fields });
    return { info: write('info'), warn: write('warn'), error: write('error') };
  }

  async run(runId: string): Promise<RunRow | undefined> {
    return (await this.stores.runs.get(runId, 'run'))?.row as RunRow | undefined;
  }
}

const DEFAULT_OPTIONS: ConnectorOptions = {
  tenantId: TENANT_ID,
  stack: 'test',
  items: DEFAULT_ITEM_SETTINGS,
  itemClass: 'IPM.Note.Signal',
  otherArchivers: [],
  automaticMapping: true,
  allowedDomains: [],
  pilotMailboxes: [],
  overlapHours: 72,
  startFrom: undefined,
  runCloseHours: 4,
  lookAfterSeconds: [30, 120, 720],
  acknowledges: true,
  settleDelayInSeconds: 30,
  idleCloseInSeconds: 0,
  isPaused: false,
  attachesAfterCreate: true,
  credentialExpiresOn: undefined,
  needsTerms: false,
};
