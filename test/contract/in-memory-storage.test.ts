import type { Lease } from '../../runtime/ports/leases';
import { InMemoryArchiveAccount } from '../fakes/in-memory-archive-storage';
import { VirtualClock } from '../fakes/virtual-clock';
import { describeBlobContainerContract } from './blob-container-contract';
import { describeLeasesContract } from './leases-contract';
import { describeQueuesContract } from './queues-contract';
import { describeStorageTimeContract } from './storage-time-contract';
import { describeTableContract } from './table-contract';

const clock = new VirtualClock();
const account = new InMemoryArchiveAccount(clock);
const storage = account.connect();

describeTableContract('in memory', () => storage.table('deliveries'));
describeBlobContainerContract('in memory', () => storage.container('work'));
describeLeasesContract('in memory', {
  open: () => storage.leases,
  pass: (ms) => clock.advance(ms),
  now: () => clock.now(),
  acquiredEarlier: async () => (await storage.leases.acquire('early', 15)) as Lease,
  isSlow: false,
});
describeQueuesContract('in memory', {
  open: () => storage.queues,
  receive: async (queue) =>
    account.queues
      .queue(queue)
      .receive(32, 60_000)
      .map(({ text }) => text),
  sendPoison: async (queue, text) => account.queues.queue(`${queue}-poison`).send(text, 0),
  pass: (ms) => clock.advance(ms),
});
describeStorageTimeContract(
  'in memory',
  () => storage.time,
  () => clock.now(),
);
