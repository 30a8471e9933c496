import { userOf } from '../../../../runtime/adapters/graph/graph-directory';
import type { DirectoryUser } from '../../../../runtime/domain/routing/directory-snapshot';
import { volumeDay } from '../../../../runtime/local/telemessage-simulator/synthetic/volume-day';
import { activateMapping } from '../../../../runtime/pipeline/mapping/activate-mapping';
import { World } from '../../../pipeline/world/world';
import type { WorldProcess } from '../../../pipeline/world/world-process';

export interface BusyCase {
  readonly limit: 'in-flight' | 'requests' | 'bytes';
  readonly messages: number;
  readonly pictureShare: number;
  /** Of a create, virtual. */
  readonly latencyInMs: number;
}

export interface BusyFigures {
  readonly limit: string;
  readonly deliveries: number;
  /** From the first request to the last, virtual seconds. */
  readonly seconds: number;
  /** The shortest time in which the limit allows as much. */
  readonly idealSeconds: number;
  readonly violations: number;
  /** How many workers had the mailbox in turns. */
  readonly workers: number;
}

const MINUTE_IN_S = 60;
const PROCESSES = 3;
const IN_FLIGHT = 4;
const REQUESTS = 10_000;
const UPLOAD_BYTES = 150_000_000;
/** Body of a create: 200 KiB as base64 in lines, and what is around it. Measured; no more than a hundredth off. */
const BYTES_OF_A_PICTURE = 282_500;
const BYTES_OF_A_TEXT = 2_200;

interface SentRequest {
  readonly mailbox: string;
  readonly worker: number;
  /** Virtual time, milliseconds. */
  readonly at: number;
}

/** Two people who write to each other: each of their two mailboxes gets everything, three worker processes take turns. */
export async function measureBusyMailbox({ limit, messages, pictureShare, latencyInMs }: BusyCase): Promise<BusyFigures> {
  const day = volumeDay(3, 2, messages / 2, pictureShare);
  const users = day.users.map((user) => userOf({ ...user })).filter((user): user is DirectoryUser => user !== undefined);
  const world = new World({ users, start: '2026-11-21T06:30:00Z', options: { allowedDomains: day.domains, runCloseHours: 24 } });
  const requests: SentRequest[] = [];
  const processes = Array.from({ length: PROCESSES }, (_none, worker) =>
    world.process((point) => {
      if (point.store !== 'exchange') return 'pass';
      requests.push({ mailbox: point.key.split('/')[0] ?? '', worker, at: world.clock.now().getTime() });
      return { before: () => world.clock.sleep(latencyInMs) };
    }),
  );
  const [first] = processes as [WorldProcess, ...WorldProcess[]];
  const by = { actor: 'bench', role: 'DataConnector.Admin', reason: '', approver: '', confirm: '' };
  await first.run(() => activateMapping({ bytes: Buffer.from(day.mapping), ...by }, first.ports));
  for (const each of day.packages) world.site.put(each.name, Buffer.concat([...each.chunks()]), { arrivedAt: each.arrivedAt });
  await first.run(() => first.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await world.clock.runUntil(Promise.all(processes.map((process) => process.work({ workers: 2 }))));
  const [busiest] = world.exchange.mailboxes;
  const sent = requests.filter(({ mailbox }) => mailbox === busiest?.id);
  const bytes = sent.length * (pictureShare > 0 ? BYTES_OF_A_PICTURE : BYTES_OF_A_TEXT);
  return {
    limit,
    deliveries: busiest?.copies.size ?? 0,
    seconds: ((sent.at(-1)?.at ?? 0) + latencyInMs - (sent[0]?.at ?? 0)) / 1_000,
    idealSeconds: idealSeconds(sent.length, bytes, latencyInMs),
    violations: Object.values(world.exchange.violations).reduce((sum, count) => sum + count, 0),
    workers: new Set(sent.map(({ worker }) => worker)).size,
  };
}

/** Whichever limit needs the longest. Sliding windows let a whole window pass at once, and the next one when it has left. */
export function idealSeconds(requests: number, bytes: number, latencyInMs: number): number {
  const inFlight = (requests / IN_FLIGHT) * (latencyInMs / 1_000);
  const windows = (amount: number, limit: number, seconds: number): number => {
    const full = Math.ceil(amount / limit) - 1;
    const rest = (amount - full * limit) / amount;
    return full === 0 ? 0 : full * seconds + rest * inFlight;
  };
  return Math.max(inFlight, windows(requests, REQUESTS, 10 * MINUTE_IN_S), windows(bytes, UPLOAD_BYTES, 5 * MINUTE_IN_S));
}
