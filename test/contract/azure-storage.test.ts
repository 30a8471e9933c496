import { setTimeout as sleep } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import type { ArchiveStorage } from '../../runtime/adapters/azure-storage/archive-storage';
import { createArchiveStorage } from '../../runtime/adapters/azure-storage/create-archive-storage';
import { SystemClock } from '../../runtime/adapters/telemetry/system-clock';
import { type AzuriteProcess, startAzurite } from '../../runtime/local/host/azurite-process';
import type { Lease } from '../../runtime/ports/leases';
import { describeBlobContainerContract } from './blob-container-contract';
import { describeLeasesContract } from './leases-contract';
import { describeQueuesContract } from './queues-contract';
import { describeStorageTimeContract } from './storage-time-contract';
import { describeTableContract } from './table-contract';

const clock = new SystemClock();
let azurite: AzuriteProcess;
let storage: ArchiveStorage;
/** The service's own client reads what ours has written. */
let sdkQueues: QueueServiceClient;
let earlyLease: Lease | undefined;

beforeAll(async () => {
  azurite = await startAzurite({ dataFolder: undefined });
  const connection = { connectionString: azurite.connectionString };
  sdkQueues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  storage = createArchiveStorage(connection, { clock });
  await storage.ensureStores();
  earlyLease = await storage.leases.acquire('early', 15);
}, 60_000);

afterAll(async () => {
  expect(await azurite.stop()).toBe(true);
});

describeTableContract('Azurite', () => storage.table('deliveries'));
describeBlobContainerContract('Azurite', () => storage.container('work'));
describeQueuesContract('Azurite', {
  open: () => storage.queues,
  receive: async (queue) => {
    const { receivedMessageItems } = await sdkQueues.getQueueClient(queue).receiveMessages({ numberOfMessages: 32, visibilityTimeout: 60 });
    return receivedMessageItems.map(({ messageText }) => messageText);
  },
  sendPoison: async (queue, text) => {
    await sdkQueues.getQueueClient(`${queue}-poison`).sendMessage(text);
  },
  pass: (ms) => sleep(ms),
});
describeStorageTimeContract(
  'Azurite',
  () => storage.time,
  () => clock.now(),
);
describeLeasesContract('Azurite', {
  open: () => storage.leases,
  pass: sleep,
  now: () => clock.now(),
  acquiredEarlier: async () => earlyLease as Lease,
  isSlow: true,
});
