import { randomUUID } from 'node:crypto';
import { QUEUE_NAMES } from '../../../ports/queues';
import type { AdminPorts } from '../admin-ports';
import { type Finding, fine, problem } from './check';

const CONTAINERS = ['packages', 'reports', 'mappings', 'work', 'state'] as const;
const TABLES = ['runs', 'packageRows', 'batches', 'deliveries', 'held', 'mailboxes', 'numbers', 'events'] as const;
const NOBODY = 'doctor';
const LEASE_SECONDS = 15;

/** Every store answers, and what is written is read back. Nothing is left behind. */
export async function checkStores({ stores }: AdminPorts): Promise<Finding> {
  await Promise.all([
    ...CONTAINERS.map((name) => stores[name].get(NOBODY)),
    ...TABLES.map((name) => stores[name].get(NOBODY, NOBODY)),
    ...QUEUE_NAMES.flatMap((name) => [stores.queues.count(name), stores.queues.poisonCount(name)]),
  ]);
  const name = `doctor/${randomUUID()}`;
  const content = Buffer.from(name);
  await stores.state.put(name, content);
  const read = await stores.state.get(name);
  await stores.state.remove(name);
  if (read === undefined || !read.content.equals(content))
    return problem('what was written to the container "state" was not read back', '');
  const lease = await stores.leases.acquire('doctor', LEASE_SECONDS);
  await lease?.release();
  return fine(
    `${CONTAINERS.length} containers, ${TABLES.length} tables and ${QUEUE_NAMES.length} queues answer; written, read back and removed`,
  );
}

const MOST_CLOCK_DIFFERENCE_IN_MS = 5 * 60_000;

/** The clock of this process against that of the storage service. */
export async function checkClock({ clock, storageTime }: AdminPorts, fix: string): Promise<Finding> {
  const difference = clock.now().getTime() - (await storageTime.now()).getTime();
  const seconds = Math.round(Math.abs(difference) / 1_000);
  const found = `${seconds} s ${difference < 0 ? 'behind' : 'ahead of'} the storage service`;
  return Math.abs(difference) > MOST_CLOCK_DIFFERENCE_IN_MS ? problem(found, fix) : fine(found);
}
