import { measureOurs } from './measure-ours';
import { measurePeers } from './measure-peers';
import { writeVolume } from './volume-files';

async function main(): Promise<void> {
  const [users = '200', messages = '25', share = '0', latency = '50', processes = '1', peers = '0'] = process.argv.slice(2);
  const files = writeVolume({ users: Number(users), messagesPerUser: Number(messages), pictureShare: Number(share) });
  const nodeArgs = process.env['BENCH_NODE_ARGUMENTS']?.split(' ');
  const m =
    Number(peers) > 0
      ? await measurePeers(files, Number(latency), Number(peers))
      : await measureOurs(files, { latencyInMs: Number(latency), processes: Number(processes), ...(nodeArgs ? { nodeArgs } : {}) });
  files.remove();
  const shown = {
    ...m,
    perSecond: m.deliveries / m.seconds,
    cpuPerDelivery: m.workerCpuMs / m.deliveries,
    storagePerDelivery: m.storageTransactions / m.deliveries,
    createPerDelivery: m.createRequests / m.deliveries,
  };
  process.stdout.write(`${JSON.stringify(shown, null, 1)}\n`);
}
void main();
