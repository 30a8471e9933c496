import type { ArchiveStorage } from '../../../runtime/adapters/azure-storage/archive-storage';
import type { Stores } from '../../../runtime/pipeline/connector-ports';

/** As `main` wires them. */
export function storesOf(storage: ArchiveStorage): Stores {
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
