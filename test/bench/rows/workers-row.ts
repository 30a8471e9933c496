import type { Measured } from '../measured';
import { OurStand } from '../ours/stand';
import { figuresOf } from '../report/figures';
import { atMost, exactly } from '../report/goals';
import type { StorageKind } from '../stand-ins';
import { type VolumeFiles, writeVolume } from '../volume-files';
import type { BenchForm, BenchRow } from './row';

const USERS = 200;
const LATENCY_IN_MS = 50;
/** So that there are packages for every process. */
const ITEMS_A_PACKAGE = 500;
const REQUESTS_IN_FLIGHT = 4;

const STORES: Readonly<Record<StorageKind, string>> = { azurite: 'Azurite', lean: 'the lean store' };

/** Several processes of the release bundle share the queues of one account: each mailbox is served by one of them at a time. */
function workersRow(processes: number, storage: StorageKind): BenchRow {
  const id = `workers-${processes}-${storage}`;
  const name = processes === 1 ? '1 worker process' : `${processes} worker processes`;
  const what = `text deliveries, ${USERS} mailboxes, ${LATENCY_IN_MS} ms a Graph call, ${name} on ${STORES[storage]}`;
  return {
    id,
    what,
    measure: async (form) => {
      const files = writeVolume({
        users: USERS,
        messagesPerUser: form.form === 'full' ? 25 : 10,
        pictureShare: 0,
        itemsPerPackage: ITEMS_A_PACKAGE,
      });
      const runs: Measured[] = [];
      try {
        for (let run = 0; run < form.runs; run += 1) runs.push(await importWith(processes, storage, files, form));
      } finally {
        files.remove();
      }
      const ours = figuresOf(runs);
      const inFlight = Math.max(...runs.map(({ mostInFlight }) => mostInFlight));
      const missing = runs.reduce((sum, { deliveries }) => sum + files.day.expected.deliveries - deliveries, 0);
      return {
        messageSet: files.sha256,
        record: {
          ...{ id, what, runs: form.runs, ours, peers: undefined, calibration: {} },
          goals: [
            exactly(`${name} on ${STORES[storage]}: violations of a limit, and copies too many`, 0, ours.violations),
            atMost(`${name} on ${STORES[storage]}: most requests in flight to one mailbox`, REQUESTS_IN_FLIGHT, inFlight),
            exactly(`${name} on ${STORES[storage]}: deliveries that were not imported`, 0, missing),
          ],
          checked: { transactionsPerItem: { value: ours.transactionsPerItem, better: 'less', tolerance: 0.3 } },
        },
      };
    },
  };
}

async function importWith(processes: number, storage: StorageKind, files: VolumeFiles, { nodeArgs }: BenchForm): Promise<Measured> {
  const stand = await OurStand.start(files, { latencyInMs: LATENCY_IN_MS, storage, processes, ...(nodeArgs && { nodeArgs }) });
  try {
    return await stand.importDay();
  } finally {
    await stand.stop();
  }
}

export const WORKERS_ROWS: readonly BenchRow[] = (['azurite', 'lean'] as const).flatMap((storage) =>
  [1, 2, 4].map((processes) => workersRow(processes, storage)),
);
