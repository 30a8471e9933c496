import { userOf } from '../../../runtime/adapters/graph/graph-directory';
import type { DirectoryUser } from '../../../runtime/domain/routing/directory-snapshot';
import { volumeDay } from '../../../runtime/local/telemessage-simulator/synthetic/volume-day';
import { activateMapping } from '../../../runtime/pipeline/mapping/activate-mapping';
import { World } from '../../pipeline/world/world';
import { CallCounts, ForgetfulExchange } from '../rows/in-process/counted-ports';
import { BOOKING_REQUESTS, CLAIM_REQUESTS, touches, UNPACK_REQUESTS } from './requests';

const USERS = 300;
const ALL = [...UNPACK_REQUESTS, ...CLAIM_REQUESTS, ...BOOKING_REQUESTS];
/** What a day makes besides: of a package, of settling. */
const OTHERS = 25;

/** Calls of the second day of the same people, in which each has one batch. */
async function callsOfKnownMailboxes(): Promise<Readonly<Record<string, number>>> {
  const days = [0, 1].map((dayOffset) => volumeDay(7, USERS, 2, 0, { dayOffset }));
  const users = days[0]?.users.map((user) => userOf({ ...user })).filter((user): user is DirectoryUser => user !== undefined) ?? [];
  const world = new World({ users, start: '2026-11-21T06:30:00Z', options: { allowedDomains: days[0]?.domains ?? [] } });
  const exchange = new ForgetfulExchange();
  const counts = [new CallCounts(), new CallCounts()];
  let day = 0;
  world.watch = (ports) => exchange.through(ports);
  const process = world.process(({ store, operation }) => {
    counts[day]?.onCall(store, operation);
    return 'pass';
  });
  const by = { actor: 'bench', role: 'DataConnector.Admin', reason: '', approver: '', confirm: '' };
  await process.run(() => activateMapping({ bytes: Buffer.from(days[0]?.mapping ?? ''), ...by }, process.ports));
  for (const { packages } of days) {
    day = days.findIndex((each) => each.packages === packages);
    for (const each of packages) world.site.put(each.name, Buffer.concat([...each.chunks()]), { arrivedAt: each.arrivedAt });
    await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    await process.drain();
  }
  return counts[1]?.view() ?? {};
}

describe('the requests of a batch', () => {
  let calls: Readonly<Record<string, number>>;
  beforeAll(async () => {
    calls = await callsOfKnownMailboxes();
  });

  it.each([...new Set(ALL.map(({ call }) => call))])('are what the pipeline makes: %s', (call) => {
    const named = ALL.filter((each) => each.call === call).length * USERS;

    expect(calls[call]).toBeGreaterThanOrEqual(named);
    expect(calls[call]).toBeLessThan(named + OTHERS);
  });

  it('name every call that is made once a batch', () => {
    const named = new Set(ALL.map(({ call }) => call));
    const often = Object.entries(calls).filter(([, count]) => count >= USERS);

    expect(often.map(([call]) => call).filter((call) => !named.has(call))).toEqual([]);
  });
});

it('touches five entities of the partition of the run with a batch, its two rows when they are written included', () => {
  expect(touches(ALL, 'batches of the run') + 2).toBe(5);
  expect(touches(ALL, 'mailboxes, one of 16')).toBe(3);
  expect(touches(ALL, 'queue of deliveries')).toBe(3);
  expect(touches(ALL, 'row of the run')).toBe(1);
});
