import fc from 'fast-check';
import { MailboxBudget, type Spending } from '../../../runtime/domain/limits/mailbox-budget';
import { MAX_REQUESTS_IN_FLIGHT } from '../../../runtime/domain/limits/mailbox-limits';
import { SimulatedMailbox } from './simulated-mailbox';

const START = Date.UTC(2026, 10, 20, 12);
const MINUTE_IN_MS = 60_000;

interface Load {
  readonly minutes: number;
  /** Workers take turns after so many requests, on average. */
  readonly requestsATurn: number;
  /** Share of turns that end without giving anything back: the worker was killed. */
  readonly crashes: number;
  /** How far the clocks of two workers are apart at most, in ms. */
  readonly clockError: number;
  /** Time of an answer, from and to, in ms. */
  readonly latency: readonly [least: number, most: number];
  /** Share of requests that hang until they are given up. */
  readonly hanging: number;
  readonly bytes: () => number;
  readonly random: () => number;
}

interface Sent {
  readonly spending: Spending;
  readonly endsAt: number;
}

/**
 * A busy mailbox on a virtual clock: workers take turns, each goes on from what the row says. Exchange counts a request at some moment
 * between its sending and its answer.
 */
function simulate(load: Load) {
  const { random } = load;
  const exchange = new SimulatedMailbox();
  const between = (least: number, most: number) => least + random() * (most - least);
  const end = START + load.minutes * MINUTE_IN_MS;
  let row = '';
  let now = START;
  let longestRow = 0;
  while (now < end) {
    const clock = between(-load.clockError / 2, load.clockError / 2);
    const local = (time: number) => new Date(time + clock);
    const budget = MailboxBudget.fromState(row, local(now));
    const turn = Math.ceil(random() * 2 * load.requestsATurn);
    const inFlight: Sent[] = [];
    for (let sent = 0; sent < turn && now < end; ) {
      if (inFlight.length === MAX_REQUESTS_IN_FLIGHT) {
        inFlight.sort((a, b) => b.endsAt - a.endsAt);
        const done = inFlight.pop();
        if (done === undefined) throw new Error('Nothing is in flight');
        now = Math.max(now, done.endsAt);
        done.spending.end(local(now));
      }
      const bytes = load.bytes();
      const spending = budget.spend(bytes, local(now));
      if (spending === undefined) {
        const reservation = budget.reserve(100, bytes, local(now));
        if (reservation.kind === 'exhausted') {
          now = Math.max(now + 1, reservation.until.getTime() - clock);
          continue;
        }
        row = reservation.state;
        longestRow = Math.max(longestRow, row.length);
        reservation.use();
        continue;
      }
      const endsAt = now + (random() < load.hanging ? 30_000 : between(...load.latency));
      exchange.arrive(between(now, endsAt), bytes);
      inFlight.push({ spending, endsAt });
      sent += 1;
    }
    for (const { spending, endsAt } of inFlight) {
      now = Math.max(now, endsAt);
      spending.end(local(endsAt));
    }
    if (random() < load.crashes) {
      now += 1_000;
    } else {
      budget.giveBack(local(now));
      row = budget.state();
    }
  }
  return { ...exchange.judge(load.minutes * MINUTE_IN_MS), longestRow };
}

/** Small and fast, the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const calm = { minutes: 40, requestsATurn: 5_000, crashes: 0, clockError: 0, latency: [40, 120], hanging: 0 } as const;

describe('a busy mailbox, workers taking turns', () => {
  it.each([
    ['in bursts', [40, 120]],
    ['nearly as fast as allowed', [180, 250]],
  ] as const)('uses at least 90 %% of the requests when they bind, %s, and never more than all', (_case, latency) => {
    const result = simulate({ ...calm, latency, bytes: () => 1_000, random: seededRandom(1) });

    expect(result.fullestRequests).toBeLessThanOrEqual(1);
    expect(result.usedRequests).toBeGreaterThanOrEqual(0.9);
    expect(result.longestRow).toBeLessThan(2_500);
  });

  it('uses at least 90 % of the bytes when they bind, and never more than all', () => {
    const random = seededRandom(2);

    const result = simulate({ ...calm, requestsATurn: 300, bytes: () => 20_000 + Math.floor(random() * 2_000_000), random });

    expect(result.fullestBytes).toBeLessThanOrEqual(1);
    expect(result.usedBytes).toBeGreaterThanOrEqual(0.9);
  });

  it('uses at least 90 % of the bytes in upload ranges of 3.75 MiB', () => {
    const result = simulate({ ...calm, requestsATurn: 20, latency: [300, 900], bytes: () => 3_932_160, random: seededRandom(3) });

    expect(result.fullestBytes).toBeLessThanOrEqual(1);
    expect(result.usedBytes).toBeGreaterThanOrEqual(0.9);
  });

  it('never uses more than all, whatever the latency, crashes, hanging requests and clocks', () => {
    const load = fc.record({
      seed: fc.integer(),
      requestsATurn: fc.constantFrom(3, 40, 700, 20_000),
      crashes: fc.constantFrom(0, 0.1, 0.5, 1),
      clockError: fc.constantFrom(0, 500, 2_000),
      latency: fc.constantFrom([1, 5] as const, [40, 120] as const, [5, 9_000] as const),
      hanging: fc.constantFrom(0, 0.001, 0.05),
      size: fc.constantFrom(0, 2_000, 60_000, 3_900_000),
    });
    fc.assert(
      fc.property(load, ({ seed, size, ...drawn }) => {
        const random = seededRandom(seed);

        const result = simulate({ ...drawn, minutes: 22, random, bytes: () => Math.floor(random() * size * 2) });

        expect(result.fullestRequests).toBeLessThanOrEqual(1);
        expect(result.fullestBytes).toBeLessThanOrEqual(1);
      }),
      { numRuns: 15 },
    );
  });
});
