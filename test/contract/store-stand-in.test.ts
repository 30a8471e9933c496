import { setTimeout as sleep } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import type { ArchiveStorage } from '../../runtime/adapters/azure-storage/archive-storage';
import { createArchiveStorage } from '../../runtime/adapters/azure-storage/create-archive-storage';
import { SystemClock } from '../../runtime/adapters/telemetry/system-clock';
import type { Lease } from '../../runtime/ports/leases';
import { type StoreServer, startStore } from '../bench/store/store-server';
import { describeBlobContainerContract } from './blob-container-contract';
import { describeLeasesContract } from './leases-contract';
import { describeQueuesContract } from './queues-contract';
import { describeStorageTimeContract } from './storage-time-contract';
import { describeTableContract } from './table-contract';

/** What the benches use in the place of Azurite, through the adapter that is deployed. */
const clock = new SystemClock();
let server: StoreServer;
let storage: ArchiveStorage;
let sdkQueues: QueueServiceClient;
let earlyLease: Lease | undefined;

beforeAll(async () => {
  server = await startStore();
  storage = createArchiveStorage({ connectionString: server.connectionString }, { clock });
  sdkQueues = QueueServiceClient.fromConnectionString(server.connectionString);
  await storage.ensureStores();
  earlyLease = await storage.leases.acquire('early', 15);
});

afterAll(() => server.stop());

describeTableContract('bench store', () => storage.table('deliveries'));
describeBlobContainerContract('bench store', () => storage.container('work'));
describeQueuesContract('bench store', {
  open: () => storage.queues,
  receive: async (queue) => {
    const options = { numberOfMessages: 32, visibilityTimeout: 60 };
    const { receivedMessageItems } = await sdkQueues.getQueueClient(queue).receiveMessages(options);
    return receivedMessageItems.map(({ messageText }) => messageText);
  },
  sendPoison: async (queue, text) => {
    await sdkQueues.getQueueClient(`${queue}-poison`).sendMessage(text);
  },
  pass: (ms) => sleep(ms),
});
describeStorageTimeContract(
  'bench store',
  () => storage.time,
  () => clock.now(),
);
describeLeasesContract('bench store', {
  open: () => storage.leases,
  pass: sleep,
  now: () => clock.now(),
  acquiredEarlier: async () => earlyLease as Lease,
  isSlow: true,
});
