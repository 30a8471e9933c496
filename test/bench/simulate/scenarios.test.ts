import type { Calibration } from './calibration';
import { RunSimulation } from './run-simulation';
import { DEFAULT_SCENARIO, type Scenario } from './scenario';
import type { SimulationResult } from './simulation-result';

/** Nothing but what a test names takes time or is limited. */
const FREE: Calibration = {
  cpuMsPerBatch: 0,
  cpuMsPerDelivery: 0,
  cpuMsPerPicture: 0,
  transactionsPerPicture: 0,
  otherTransactionsPerBatch: 0,
  transactionsPerDelivery: 0,
};
const PLAIN: Scenario = {
  ...DEFAULT_SCENARIO,
  ...{ copies: 1, groupShare: 0, skew: 0, pictureShare: 0, externals: 0, heldShare: 0, heldOpen: 0 },
  ...{ graphMs: 1, storageMs: 0.1, scaleSeconds: 0.1, sourceMegabytes: 10_000, downloadMegabytes: 10_000 },
};
const SECONDS_OF_LISTING = 5;

function simulated(scenario: Partial<Scenario>, calibration: Partial<Calibration> = {}): SimulationResult & { readonly seconds: number } {
  const result = new RunSimulation({ ...PLAIN, ...scenario }, { ...FREE, ...calibration }).run();
  return { ...result, seconds: result.deliveredHours * 3_600 - SECONDS_OF_LISTING };
}

describe('one mailbox', () => {
  it('with 20,000 messages takes the ten minutes of its window', () => {
    const result = simulated({ mailboxes: 1, itemsPerDay: 20_000, graphMs: 50 });

    expect(result.deliveries).toBe(20_000);
    expect(result.seconds).toBeGreaterThan(600);
    // And what 20,000 requests take, 4 at once, at 50 ms each.
    expect(result.seconds).toBeLessThan(600 + (20_000 / 4) * 0.05 + 60);
    expect(result.binds).toBe('the busiest mailbox');
  });

  it('with 10,000 messages is bound by its 4 requests at once', () => {
    const result = simulated({ mailboxes: 1, itemsPerDay: 10_000, graphMs: 200 });

    // 2,500 rounds of 200 ms. Whoever meets it leased comes again a little late.
    expect(result.seconds).toBeGreaterThanOrEqual(500);
    expect(result.seconds).toBeLessThan(560);
    expect(result.busyReturns).toBeGreaterThan(0);
  });

  it('with 300 pictures takes the five minutes of its 150 MB', () => {
    // 282,500 bytes each: 530 of them are 150 MB.
    const result = simulated({ mailboxes: 1, itemsPerDay: 1_000, pictureShare: 1, graphMs: 10 });

    expect(result.seconds).toBeGreaterThan(300);
    expect(result.seconds).toBeLessThan(360);
  });
});

describe('a fleet', () => {
  const MAILBOXES = 20_000;
  const cpu = (instances: number, scenario: Partial<Scenario> = {}) =>
    simulated({ mailboxes: MAILBOXES, itemsPerDay: 4_000, instances, ...scenario }, { cpuMsPerDelivery: 500 });

  it('bound by its cores takes CPU time / cores', () => {
    const result = cpu(4);

    // 4,000 deliveries of 0.5 s on 4 cores. 0.2 of it is unpacking, in one handler for each package, of which there is one.
    const unpacking = 4_000 * 0.5 * 0.4;
    const delivering = (4_000 * 0.5 * 0.6) / 3;
    expect(result.instancesOf).toMatchObject({ unpack: 1, deliver: 2 });
    expect(result.seconds).toBeGreaterThanOrEqual(unpacking);
    expect(result.seconds).toBeLessThan(unpacking + (delivering * 3) / 2 + 10);
  });

  it('of twice the instances takes half the time, until another limit binds', () => {
    const day = { itemsPerDay: 3_000, itemsPerPackage: 2, queueMessages: 90, scaleStep: 100 };
    const [one, two, many, more] = [8, 16, 120, 240].map((instances) => cpu(instances, day));

    // 1,500 s of CPU; the queue passes 30 batches a second.
    expect((one?.seconds ?? 0) / (two?.seconds ?? 1)).toBeCloseTo(2, 0);
    expect(one?.binds).toBe('cores of all instances');
    expect(more?.binds).toBe('queue `deliveries`');
    expect((many?.seconds ?? 0) / (more?.seconds ?? 1)).toBeLessThan(1.2);
    expect(more?.seconds).toBeGreaterThan((more?.batches ?? 0) / 30);
  });
});

describe('a shared place', () => {
  it('a queue of 30 messages a second, each put, got and deleted, passes 10 batches a second', () => {
    const result = simulated({ mailboxes: 20_000, itemsPerDay: 1_500, queueMessages: 30 });

    expect(result.seconds).toBeCloseTo(result.batches / 10, -1);
    expect(result.binds).toBe('queue `deliveries`');
  });

  it('a partition of 50 entities a second passes 10 batches a second: 2 inserted, 1 read, 2 booked', () => {
    const result = simulated({ mailboxes: 20_000, itemsPerDay: 1_500, partitionEntities: 50 });

    expect(result.seconds).toBeCloseTo(result.batches / 10, -1);
    expect(result.binds).toBe('table `batches`: the partition of the run');
  });

  it('an account of 150 requests a second passes a little less than 10 batches a second', () => {
    const result = simulated({ mailboxes: 20_000, itemsPerDay: 1_500, accountRequests: 150 });

    // 15 requests each, and what the package and its batch rows take.
    expect(result.seconds).toBeGreaterThan((result.batches * 15) / 150);
    expect(result.seconds).toBeLessThan(((result.batches * 15) / 150) * 1.05);
    expect(result.binds).toBe('requests of the storage account');
  });

  it('4 requests of the app at once pass 13 deliveries a second at 300 ms', () => {
    const result = simulated({ mailboxes: 1_000, itemsPerDay: 4_000, graphMs: 300, appInFlight: 4 });

    expect(result.seconds).toBeCloseTo(4_000 / (4 / 0.3), -1);
    expect(result.binds).toBe('Graph requests of the app in flight');
  });

  it('a source of 1 MB a second takes its bytes', () => {
    const result = simulated({ mailboxes: 1_000, itemsPerDay: 40_000, sourceMegabytes: 1 });

    expect(result.collectedHours * 3_600 - SECONDS_OF_LISTING).toBeCloseTo(100, 0);
    expect(result.binds).toBe('bandwidth of the source');
  });
});

describe('a day', () => {
  it('of group messages has as many deliveries as they have mailboxes', () => {
    const result = simulated({ mailboxes: 1_000, itemsPerDay: 1_000, groupShare: 0.1, groupSize: 40, copies: 2 });

    expect(result.deliveries).toBe(900 * 2 + 100 * 40);
  });

  it('gives the same with the same seed, and something else with another', () => {
    const day = { mailboxes: 500, itemsPerDay: 5_000, skew: 1.2 };

    expect(simulated(day)).toEqual(simulated(day));
    expect(simulated({ ...day, seed: 2 }).batches).not.toBe(simulated(day).batches);
  });

  it('of people who write unequally has a mailbox with many times the average', () => {
    expect(simulated({ mailboxes: 1_000, itemsPerDay: 20_000, skew: 0 }).busiestMailbox).toBeLessThan(60);
    expect(simulated({ mailboxes: 1_000, itemsPerDay: 20_000, skew: 1.2 }).busiestMailbox).toBeGreaterThan(200);
  });

  it('takes as long when quiet mailboxes are taken together as when each is simulated', () => {
    const scenario = { ...DEFAULT_SCENARIO, mailboxes: 10_000, itemsPerDay: 20_000 };
    const cpu = { ...FREE, cpuMsPerBatch: 5, cpuMsPerDelivery: 0.5 };
    const each = new RunSimulation(scenario, cpu, { oneByOne: 1e9, together: 1e9 }).run();
    const together = new RunSimulation(scenario, cpu, { oneByOne: 2_000, together: 2_000 }).run();

    expect(together.events).toBeLessThan(each.events / 5);
    expect(together.batches).toBe(each.batches);
    expect(together.binds).toBe(each.binds);
    expect(together.deliveredHours / each.deliveredHours).toBeCloseTo(1, 1);
    expect(together.billed.storageRequests / each.billed.storageRequests).toBeCloseTo(1, 2);
  });

  it('does not fit when its run cannot be closed in one handler', () => {
    const day = { mailboxes: 20_000, itemsPerDay: 3_000 };
    // Five readings of batch rows and two of cells: about 20,000 rows.
    const slow = simulated({ ...day, listEntities: 10 });

    expect(slow.closing.minutes).toBeCloseTo((slow.batches * 7) / 10 / 60, 0);
    expect(slow.closing.isPossible).toBe(false);
    expect(slow.fits).toBe(false);
    expect(simulated(day).fits).toBe(true);
  });

  it('is paid for by what it takes, in money only when every price is given', () => {
    const day = { mailboxes: 1_000, itemsPerDay: 1_000, priceGigabyteSecond: 2, priceMillionExecutions: 3e6, price10kTransactions: 5e4 };
    const { billed, pricePerDay } = simulated({ ...day, priceGigabyteMonth: 7 });

    expect(simulated(day).pricePerDay).toBeUndefined();
    expect(pricePerDay).toBeCloseTo(
      2 * billed.gigabyteSeconds + 3 * billed.executions + 5 * billed.storageRequests + 7 * billed.gigabytesStored,
    );
  });
});
