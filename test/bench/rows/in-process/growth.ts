import { userOf } from '../../../../runtime/adapters/graph/graph-directory';
import type { DirectoryUser } from '../../../../runtime/domain/routing/directory-snapshot';
import { volumeDay } from '../../../../runtime/local/telemessage-simulator/synthetic/volume-day';
import { activateMapping } from '../../../../runtime/pipeline/mapping/activate-mapping';
import { OPERATIONS } from '../../../../runtime/web/api/operations';
import { ADMIN, adminPorts } from '../../../pipeline/admin/admin-world';
import { World } from '../../../pipeline/world/world';
import type { WorldProcess } from '../../../pipeline/world/world-process';
import { aRequest } from '../../../web/support/a-request';
import { CallCounts, ForgetfulExchange } from './counted-ports';

export interface GrowthFigures {
  readonly deliveries: number;
  readonly imported: number;
  /** CPU of collect, unpack, deliver, settle and report. */
  readonly cpuMs: number;
  /** Calls to storage. */
  readonly calls: number;
  readonly callsByKind: Readonly<Record<string, number>>;
  /** Every page of the API that a reader can open without naming anything. */
  readonly pageCpuMs: number;
  readonly pageCalls: number;
  /** A small day of the same people after it, the same after every first day. */
  readonly nextDayDeliveries: number;
  readonly nextDayCalls: number;
}

const USERS = 250;
const WORKERS = 8;
/** Of each user. */
const MESSAGES_OF_THE_NEXT_DAY = 4;
const SEED = 7;

/** A day of this many deliveries, then a small one of 2,000, over in-memory stores and a virtual clock. */
export async function measureGrowth(deliveries: number): Promise<GrowthFigures> {
  const day = volumeDay(SEED, USERS, deliveries / (2 * USERS), 0);
  const next = volumeDay(SEED, USERS, MESSAGES_OF_THE_NEXT_DAY, 0, { dayOffset: 1 });
  const users = day.users.map((user) => userOf({ ...user })).filter((user): user is DirectoryUser => user !== undefined);
  const world = new World({ users, start: '2026-11-21T06:30:00Z', options: { allowedDomains: day.domains } });
  const exchange = new ForgetfulExchange();
  const counts = new CallCounts();
  world.watch = (ports) => exchange.through(ports);
  const process = world.process((point) => {
    counts.onCall(point.store, point.operation);
    return 'pass';
  });
  const by = { actor: 'bench', role: 'DataConnector.Admin', reason: '', approver: '', confirm: '' };
  await process.run(() => activateMapping({ bytes: Buffer.from(day.mapping), ...by }, process.ports));

  put(world, day);
  const before = globalThis.process.cpuUsage();
  const state = await importOnce(process);
  const cpuMs = cpuSince(before);
  const calls = counts.total;
  const page = await openPages(process, counts);
  const callsByKind = counts.view();
  const beforeNext = counts.total;
  put(world, next);
  await importOnce(process);
  return {
    deliveries: day.expected.deliveries,
    imported: state === 'complete' ? exchange.creates - next.expected.deliveries : 0,
    cpuMs,
    calls,
    callsByKind,
    pageCpuMs: page.cpuMs,
    pageCalls: page.calls,
    nextDayDeliveries: next.expected.deliveries,
    nextDayCalls: counts.total - beforeNext,
  };
}

function put(world: World, day: ReturnType<typeof volumeDay>): void {
  for (const each of day.packages) world.site.put(each.name, Buffer.concat([...each.chunks()]), { arrivedAt: each.arrivedAt });
}

async function importOnce(process: WorldProcess): Promise<string> {
  const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await process.drain({ workers: WORKERS });
  const stored = await process.world.stores.reports.get(`${run?.partition}/report.json`);
  return stored === undefined ? 'no report' : (JSON.parse(stored.content.toString()) as { state: string }).state;
}

async function openPages(process: WorldProcess, counts: CallCounts): Promise<{ cpuMs: number; calls: number }> {
  const before = counts.total;
  const started = globalThis.process.cpuUsage();
  const ports = adminPorts(process);
  for (const { method, path, handle } of OPERATIONS) {
    if (method !== 'GET' || path.includes('{') || path === '/api/runs/estimate' || path === '/api/find') continue;
    const call = { request: aRequest('GET', path), params: {}, person: ADMIN, ports, description: '' };
    await process.run(() => handle(call));
  }
  return { cpuMs: cpuSince(started), calls: counts.total - before };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = globalThis.process.cpuUsage(before);
  return (user + system) / 1_000;
}
