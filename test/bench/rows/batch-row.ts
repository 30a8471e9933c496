import type { Measured } from '../measured';
import { OurStand } from '../ours/stand';
import { figuresOf } from '../report/figures';
import { atMost } from '../report/goals';
import { writeVolume } from '../volume-files';
import type { BenchRow } from './row';

interface BatchGoal {
  readonly id: string;
  readonly users: number;
  readonly messagesPerUser: number;
  readonly goal: number;
}

/** Two days of the same mailboxes: the first one also makes their rows, leases and folders; the second is every day after it. */
function batchRow({ id, users, messagesPerUser, goal }: BatchGoal): BenchRow {
  const perBatch = 2 * messagesPerUser;
  const row: BenchRow = {
    id,
    what: `${perBatch} deliveries a batch, ${users} mailboxes, every mailbox known`,
    measure: async (form) => {
      const files = writeVolume({ users, messagesPerUser, pictureShare: 0 });
      const stand = await OurStand.start(files, { latencyInMs: 10, storage: 'azurite', ...(form.nodeArgs && { nodeArgs: form.nodeArgs }) });
      let first: Measured;
      let second: Measured;
      try {
        first = await stand.importDay();
        files.addDay();
        second = await stand.importDay();
      } finally {
        await stand.stop();
        files.remove();
      }
      const ours = figuresOf([second]);
      const firstDay = figuresOf([first]).transactionsPerItem;
      return {
        messageSet: files.sha256,
        record: {
          id,
          what: row.what,
          runs: 1,
          ours,
          peers: undefined,
          goals: [
            atMost(
              `storage transactions a delivery at ${perBatch} a batch (${firstDay.toFixed(2)} on the first day of a mailbox)`,
              goal,
              ours.transactionsPerItem,
              '',
              2,
            ),
          ],
          checked: { transactionsPerItem: { value: ours.transactionsPerItem, better: 'less', tolerance: 0.1 } },
          calibration: {
            [`transactionsPerBatchOf${perBatch}`]: second.storageTransactions / second.batches,
            [`cpuMsPerDeliveryAt${perBatch}`]: ours.cpuMsPerItem.median,
          },
        },
      };
    },
  };
  return row;
}

export const BATCH_ROWS: readonly BenchRow[] = [
  batchRow({ id: 'batch-10', users: 200, messagesPerUser: 5, goal: 1.5 }),
  batchRow({ id: 'batch-100', users: 50, messagesPerUser: 50, goal: 0.3 }),
];
