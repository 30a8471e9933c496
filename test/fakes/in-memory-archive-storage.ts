import type { ArchiveStorage } from '../../runtime/adapters/azure-storage/archive-storage';
import type { ContainerName, TableName } from '../../runtime/adapters/azure-storage/store-names';
import type { Clock } from '../../runtime/ports/clock';
import type { RowKey, Table } from '../../runtime/ports/table';
import { FaultGate } from './fault-gate';
import { InMemoryBlobContainer, InMemoryBlobStore } from './in-memory-blob-container';
import { InMemoryLeaseStore, InMemoryLeases } from './in-memory-leases';
import { InMemoryQueueStores, InMemoryQueues } from './in-memory-queues';
import { InMemoryStorageTime } from './in-memory-storage-time';
import { InMemoryTable, InMemoryTableStore } from './in-memory-table';

const WORM_CONTAINERS: ReadonlySet<ContainerName> = new Set(['packages', 'reports', 'mappings']);

/** The content of an archive account. `connect` gives one simulated process its way to it. */
export class InMemoryArchiveAccount {
  readonly queues: InMemoryQueueStores;
  readonly leases: InMemoryLeaseStore;
  readonly #clock: Clock;
  readonly #containers = new Map<ContainerName, InMemoryBlobStore>();
  readonly #tables = new Map<TableName, InMemoryTableStore>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.queues = new InMemoryQueueStores(clock);
    this.leases = new InMemoryLeaseStore(clock);
  }

  container(name: ContainerName): InMemoryBlobStore {
    return kept(this.#containers, name, () => new InMemoryBlobStore(name, this.#clock, WORM_CONTAINERS.has(name)));
  }

  table(name: TableName): InMemoryTableStore {
    return kept(this.#tables, name, () => new InMemoryTableStore(name));
  }

  /** Calling the answer sets these stores back to what they hold now. What did not exist yet is empty then. */
  remember(what: 'tables' | 'blobs' | 'queues'): () => void {
    if (what === 'queues') return this.queues.remember();
    const stores: ReadonlyMap<string, InMemoryTableStore | InMemoryBlobStore> = what === 'tables' ? this.#tables : this.#containers;
    const restore = new Map([...stores].map(([name, store]) => [name, store.remember()]));
    return () => {
      for (const [name, store] of stores) (restore.get(name) ?? (() => store.clear()))();
    };
  }

  /** `clock`: the process's own, when it is not the service's. */
  connect(gate: FaultGate = new FaultGate(), clock: Clock = this.#clock): ArchiveStorage {
    return {
      container: (name) => new InMemoryBlobContainer(this.container(name), gate),
      table: <R extends RowKey>(name: TableName): Table<R> => new InMemoryTable<R>(this.table(name), gate),
      queues: new InMemoryQueues(this.queues, gate),
      leases: new InMemoryLeases(this.leases, gate, clock),
      time: new InMemoryStorageTime(this.#clock, gate),
      ensureStores: async () => {},
    };
  }
}

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}
