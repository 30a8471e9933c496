import { measureOurs } from './measure-ours';
import { writeVolume } from './volume-files';

async function main(): Promise<void> {
  const [users = '200', messages = '25', share = '0', latency = '50'] = process.argv.slice(2);
  const files = writeVolume({ users: Number(users), messagesPerUser: Number(messages), pictureShare: Number(share) });
  const m = await measureOurs(files, Number(latency));
  files.remove();
  console.log(
    JSON.stringify(
      {
        ...m,
        perSecond: m.deliveries / m.seconds,
        cpuPerDelivery: m.usage.cpuMs / m.deliveries,
        storagePerDelivery: m.storageTransactions / m.deliveries,
        createPerDelivery: m.createRequests / m.deliveries,
      },
      null,
      1,
    ),
  );
}
void main();
