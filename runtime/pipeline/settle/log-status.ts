import { weekdayHours } from '../../domain/windows/silence';
import { QUEUE_NAMES } from '../../ports/queues';
import { lastArrival } from '../collect/last-arrival';
import type { ConnectorPorts } from '../connector-ports';

const HOUR_IN_MS = 3_600_000;
const DAY_IN_MS = 24 * HOUR_IN_MS;

/** One line with the gauges that alerts read: what is held, what is poison, how long the source is silent, how long the credential lasts. */
export async function logStatus(ports: ConnectorPorts): Promise<void> {
  const now = await ports.storageTime.now();
  const arrivedAt = await lastArrival(ports);
  const { credentialExpiresOn } = ports.options;
  ports.log.info('Connector status', {
    heldOpen: await countHeld(ports),
    poisonMessages: await countPoison(ports),
    weekdayHoursSilent: arrivedAt === undefined ? undefined : Math.floor(weekdayHours(arrivedAt, now)),
    hoursSinceArrival: arrivedAt === undefined ? undefined : Math.floor((now.getTime() - arrivedAt.getTime()) / HOUR_IN_MS),
    credentialDaysLeft:
      credentialExpiresOn === undefined ? undefined : Math.floor((credentialExpiresOn.getTime() - now.getTime()) / DAY_IN_MS),
  });
}

async function countHeld(ports: ConnectorPorts): Promise<number> {
  let count = 0;
  for await (const _row of ports.stores.held.list('open')) count += 1;
  return count;
}

async function countPoison(ports: ConnectorPorts): Promise<number> {
  let count = 0;
  for (const queue of QUEUE_NAMES) count += await ports.stores.queues.poisonCount(queue);
  return count;
}
