import { writeLargeItem } from '../large-item';
import { OurStand } from '../ours/stand';
import { atMost, exactly } from '../report/goals';
import { writeVolume } from '../volume-files';
import type { BenchForm, BenchRow } from './row';

const USERS = 500;
const LATENCY_IN_MS = 5;
const ATTACHMENT_BYTES = 150 * 1024 * 1024;
const ITEMS = 2_000;

/** Memory of the worker's own process, by the number of items and with one large one; the lean store, which does not slow with its size. */
export const MEMORY_ROW: BenchRow = {
  id: 'memory',
  what: `memory of the worker process, ${USERS} mailboxes`,
  measure: async (form) => {
    const many = form.form === 'full' ? 200_000 : 20_000;
    const few = await peakOf(ITEMS, false, form);
    const grown = await peakOf(many, false, form);
    const large = await peakOf(ITEMS, true, form);
    const name = many.toLocaleString('en');
    return {
      messageSet: undefined,
      record: {
        id: 'memory',
        what: MEMORY_ROW.what,
        runs: 1,
        ours: undefined,
        peers: undefined,
        goals: [
          atMost('worker memory at 2,000 items', 150, few.mib, ' MiB'),
          atMost(`worker memory at ${name} items`, 150, grown.mib, ' MiB'),
          atMost('what a 150 MB attachment adds', 32, large.mib - few.mib, ' MiB'),
          exactly('deliveries that were not imported', 0, few.missing + grown.missing + large.missing),
        ],
        checked: { memory: { value: grown.mib, better: 'less', tolerance: 0.1 } },
        calibration: { workerMemoryMib: grown.mib },
      },
    };
  },
};

async function peakOf(items: number, hasLargeItem: boolean, { nodeArgs }: BenchForm): Promise<{ mib: number; missing: number }> {
  const files = writeVolume({ users: USERS, messagesPerUser: items / USERS, pictureShare: 0, isUnlimited: hasLargeItem });
  const extra = hasLargeItem ? writeLargeItem(files, ATTACHMENT_BYTES) : 0;
  const stand = await OurStand.start(files, { latencyInMs: LATENCY_IN_MS, storage: 'lean', ...(nodeArgs && { nodeArgs }) });
  try {
    const { workerRssMib, deliveries } = await stand.importDay();
    return { mib: workerRssMib, missing: files.day.expected.deliveries + extra - deliveries };
  } finally {
    await stand.stop();
    files.remove();
  }
}
