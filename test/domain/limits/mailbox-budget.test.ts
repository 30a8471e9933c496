import { MailboxBudget, type Reservation } from '../../../runtime/domain/limits/mailbox-budget';

const START = Date.UTC(2026, 10, 20, 12);
const at = (seconds: number) => new Date(START + seconds * 1_000);
const MEGABYTE = 1_000_000;

function granted(reservation: Reservation) {
  if (reservation.kind !== 'granted') throw new Error(`Nothing is granted before ${reservation.until.toISOString()}`);
  return reservation;
}

function exhaustedUntil(reservation: Reservation): number {
  if (reservation.kind !== 'exhausted') throw new Error(`${reservation.requests} requests are granted`);
  return (reservation.until.getTime() - START) / 1_000;
}

/** Sends so many requests at one moment, each answered at once. */
function spendAll(budget: MailboxBudget, requests: number, bytesEach: number, seconds: number): void {
  for (let left = requests; left > 0; left -= 1) {
    const spending = budget.spend(bytesEach, at(seconds));
    if (spending === undefined) granted(budget.reserve(left, bytesEach, at(seconds))).use();
    (spending ?? budget.spend(bytesEach, at(seconds)))?.end(at(seconds));
  }
}

describe('MailboxBudget', () => {
  it('spends nothing that is not reserved', () => {
    expect(MailboxBudget.fromState('', at(0)).spend(0, at(0))).toBeUndefined();
  });

  it('spends nothing before the reservation is known to be written', () => {
    const budget = MailboxBudget.fromState('', at(0));
    const reservation = granted(budget.reserve(100, 10, at(0)));

    expect(budget.spend(10, at(0))).toBeUndefined();
    reservation.use();
    expect(budget.spend(10, at(0))).toBeDefined();
  });

  it('grants what is asked, and room for bodies beside', () => {
    expect(granted(MailboxBudget.fromState('', at(0)).reserve(100, 10, at(0)))).toMatchObject({ requests: 100, bytes: 16 * MEGABYTE });
    expect(granted(MailboxBudget.fromState('', at(0)).reserve(100, 20 * MEGABYTE, at(0)))).toMatchObject({ bytes: 20 * MEGABYTE });
  });

  it('ends with the last request of the reservation', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(2, 0, at(0))).use();

    expect([1, 2, 3].map(() => budget.spend(0, at(1)) !== undefined)).toEqual([true, true, false]);
  });

  it('ends with the last byte of the reservation', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(100, 0, at(0))).use();

    expect(budget.spend(15 * MEGABYTE, at(0))).toBeDefined();
    expect(budget.spend(MEGABYTE + 1, at(0))).toBeUndefined();
    expect(budget.spend(MEGABYTE, at(0))).toBeDefined();
  });

  it('ends a minute after it was made', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(100, 0, at(0))).use();

    expect(budget.spend(0, at(59.999))).toBeDefined();
    expect(budget.spend(0, at(60))).toBeUndefined();
  });

  it('tells the next holder of what is reserved, as spent at the last moment it could be', () => {
    const { state } = granted(MailboxBudget.fromState('', at(0)).reserve(10_000, 0, at(0)));

    const next = MailboxBudget.fromState(state, at(1));

    // Reserved for 60 s, a request lives for 30 s, the window is 600 s, clocks differ by 2 s.
    expect(exhaustedUntil(next.reserve(1, 0, at(691.9)))).toBe(692);
    expect(granted(next.reserve(1, 0, at(692))).requests).toBe(1);
  });

  it('covers a worker who was overtaken and still spends what it had reserved', () => {
    const paused = MailboxBudget.fromState('', at(0));
    const reservation = granted(paused.reserve(6_000, 0, at(0)));
    reservation.use();

    const next = MailboxBudget.fromState(reservation.state, at(40));

    expect(granted(next.reserve(10_000, 0, at(40))).requests).toBe(4_000);
    expect(paused.spend(0, at(59))).toBeDefined();
  });

  it('gives back what is not spent', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(10_000, 0, at(0))).use();
    budget.spend(0, at(0))?.end(at(0));

    budget.giveBack(at(1));

    expect(budget.spend(0, at(1))).toBeUndefined();
    expect(granted(MailboxBudget.fromState(budget.state(), at(1)).reserve(10_000, 0, at(1))).requests).toBe(9_999);
  });

  it('gives back what is not spent when it reserves again', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(9_000, 0, at(0))).use();
    budget.spend(0, at(0))?.end(at(0));

    expect(granted(budget.reserve(10_000, 0, at(1))).requests).toBe(9_999);
  });

  it('keeps in its state what is reserved and used', () => {
    const budget = MailboxBudget.fromState('', at(0));
    const reservation = granted(budget.reserve(100, 0, at(0)));
    reservation.use();

    expect(budget.state()).toBe(reservation.state);
    budget.spend(0, at(0))?.end(at(0));
    expect(granted(MailboxBudget.fromState(budget.state(), at(0)).reserve(10_000, 0, at(0))).requests).toBe(9_900);
  });

  it('counts 10,000 requests in 10 minutes', () => {
    const budget = MailboxBudget.fromState('', at(0));
    spendAll(budget, 9_999, 0, 0);

    expect(granted(budget.reserve(100, 0, at(1))).requests).toBe(1);
    spendAll(budget, 1, 0, 5);
    expect(exhaustedUntil(budget.reserve(100, 0, at(6)))).toBe(602);
    expect(granted(budget.reserve(10_000, 0, at(602))).requests).toBe(9_999);
    expect(granted(MailboxBudget.fromState(budget.state(), at(607)).reserve(10_000, 0, at(607))).requests).toBe(10_000);
  });

  it('counts 150 MB in 5 minutes', () => {
    const budget = MailboxBudget.fromState('', at(0));
    spendAll(budget, 37, 4 * MEGABYTE, 0);

    expect(exhaustedUntil(budget.reserve(100, 2 * MEGABYTE + 1, at(1)))).toBe(302);
    expect(granted(budget.reserve(100, 2 * MEGABYTE, at(1)))).toMatchObject({ requests: 100, bytes: 2 * MEGABYTE });
    budget.giveBack(at(1));
    spendAll(budget, 1, 2 * MEGABYTE, 10);
    expect(granted(budget.reserve(100, 0, at(11))).bytes).toBe(0);
    expect(exhaustedUntil(budget.reserve(100, 1, at(11)))).toBe(302);
    expect(granted(budget.reserve(100, 1, at(302))).bytes).toBe(16 * MEGABYTE);
  });

  it('waits for no more than one request to leave', () => {
    const budget = MailboxBudget.fromState('', at(0));
    spendAll(budget, 1, 0, 0);
    spendAll(budget, 9_999, 0, 10);

    expect(exhaustedUntil(budget.reserve(100, 0, at(11)))).toBe(602);
  });

  it('waits for as many entries to leave as a large body needs', () => {
    const budget = MailboxBudget.fromState('', at(0));
    for (const seconds of [0, 10, 20]) spendAll(budget, 1, 50 * MEGABYTE, seconds);

    expect(exhaustedUntil(budget.reserve(1, 50 * MEGABYTE, at(30)))).toBe(302);
    expect(exhaustedUntil(budget.reserve(1, 100 * MEGABYTE, at(30)))).toBe(312);
    expect(exhaustedUntil(budget.reserve(1, 150 * MEGABYTE, at(30)))).toBe(322);
  });

  it('refuses a body that never fits', () => {
    expect(() => MailboxBudget.fromState('', at(0)).reserve(1, 150 * MEGABYTE + 1, at(0))).toThrow(
      new RangeError('A request of 150000001 bytes never fits; a mailbox takes 150000000 in 5 minutes'),
    );
  });

  it('counts a request when it ends, because Exchange may count it until then', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(10_000, 0, at(0))).use();
    const slow = budget.spend(0, at(0));
    for (let request = 1; request < 10_000; request += 1) budget.spend(0, at(0))?.end(at(0));
    slow?.end(at(20));

    expect(granted(budget.reserve(10_000, 0, at(602))).requests).toBe(9_999);
    budget.giveBack(at(602));
    expect(granted(budget.reserve(10_000, 0, at(621.9))).requests).toBe(9_999);
    budget.giveBack(at(621.9));
    expect(granted(budget.reserve(10_000, 0, at(622))).requests).toBe(10_000);
  });

  it('counts requests in flight and their bodies', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(100, 10 * MEGABYTE, at(0))).use();
    budget.spend(10 * MEGABYTE, at(0));

    expect(granted(budget.reserve(10_000, 140 * MEGABYTE, at(29)))).toMatchObject({ requests: 9_999, bytes: 140 * MEGABYTE });
    // Nothing but what is in flight stands in the way, and that is over in 30 s.
    expect(exhaustedUntil(budget.reserve(1, 140 * MEGABYTE + 1, at(29)))).toBe(59);
  });

  it('counts a request that never ends for its longest life, and once', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(1, 10 * MEGABYTE, at(0))).use();
    const lost = budget.spend(10 * MEGABYTE, at(0));
    const requestsAt = (seconds: number) => {
      budget.giveBack(at(seconds));
      return granted(budget.reserve(10_000, 0, at(seconds))).requests;
    };

    expect(exhaustedUntil(budget.reserve(1, 141 * MEGABYTE, at(30)))).toBe(332);
    expect([30, 631.9, 632].map(requestsAt)).toEqual([9_999, 9_999, 10_000]);
    lost?.end(at(633));
    expect(requestsAt(633)).toBe(10_000);
  });

  it('counts a request by its end, also when more was reserved while it was in flight', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(1, 0, at(0))).use();
    const request = budget.spend(0, at(0));
    budget.giveBack(at(1));
    request?.end(at(2));

    expect(granted(budget.reserve(10_000, 0, at(606.9))).requests).toBe(9_999);
    budget.giveBack(at(607));
    expect(granted(budget.reserve(10_000, 0, at(607))).requests).toBe(10_000);
  });

  it('counts a request once, however often it ends', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(100, 0, at(0))).use();
    const spending = budget.spend(0, at(0));
    spending?.end(at(1));
    spending?.end(at(2));

    expect(granted(budget.reserve(10_000, 0, at(3))).requests).toBe(9_999);
  });

  it('tells the next holder of requests in flight', () => {
    const budget = MailboxBudget.fromState('', at(0));
    granted(budget.reserve(1, 0, at(0))).use();
    budget.spend(0, at(0));

    expect(granted(MailboxBudget.fromState(budget.state(), at(0)).reserve(10_000, 0, at(0))).requests).toBe(9_999);
  });

  it('offers one reservation to requests that find nothing reserved at the same moment', () => {
    const budget = MailboxBudget.fromState('', at(0));
    const first = granted(budget.reserve(100, 10, at(0)));
    const second = granted(budget.reserve(100, 10, at(0)));
    first.use();
    for (let request = 0; request < 60; request += 1) budget.spend(0, at(0))?.end(at(0));
    second.use();

    expect(second.state).toBe(first.state);
    expect(Array.from({ length: 50 }, () => budget.spend(0, at(0))).filter((spending) => spending !== undefined)).toHaveLength(40);
  });

  it('offers it again for a body that fills it', () => {
    const budget = MailboxBudget.fromState('', at(0));
    const first = granted(budget.reserve(100, 16 * MEGABYTE, at(0)));
    budget.reserve(100, 16 * MEGABYTE, at(0));
    first.use();

    expect(budget.spend(16 * MEGABYTE, at(0))).toBeDefined();
  });

  it('makes a larger offer when a body does not fit, and forgets the smaller', () => {
    const budget = MailboxBudget.fromState('', at(0));
    const small = granted(budget.reserve(100, 10, at(0)));
    const large = granted(budget.reserve(100, 20 * MEGABYTE, at(0)));
    small.use();

    expect(budget.spend(0, at(0))).toBeUndefined();
    large.use();
    expect(budget.spend(20 * MEGABYTE, at(0))).toBeDefined();
  });

  it('makes a new offer when the last one is a minute old', () => {
    const budget = MailboxBudget.fromState('', at(0));
    const old = granted(budget.reserve(100, 10, at(0)));

    const fresh = granted(budget.reserve(100, 10, at(60)));
    old.use();

    expect(fresh.state).not.toBe(old.state);
    expect(budget.spend(0, at(60))).toBeUndefined();
  });

  it('takes everything for spent when it cannot read the state', () => {
    const budget = MailboxBudget.fromState('9~from a newer release', at(0));

    expect(exhaustedUntil(budget.reserve(1, 0, at(0)))).toBe(602);
    expect(exhaustedUntil(budget.reserve(1, 1, at(301)))).toBe(602);
  });

  it('does not wait for entries that lie hours ahead because a clock was set back', () => {
    const ahead = MailboxBudget.fromState('', at(7_200));
    spendAll(ahead, 10_000, 0, 7_200);

    expect(exhaustedUntil(MailboxBudget.fromState(ahead.state(), at(0)).reserve(1, 0, at(0)))).toBe(692);
  });

  it('has a short state, however long it works', () => {
    const budget = MailboxBudget.fromState('', at(0));
    for (let second = 0; second < 1_500; second += 1) {
      if (budget.reserve(10, 1_000, at(second)).kind === 'granted') spendAll(budget, 10, 1_000, second);
    }

    expect(budget.state().length).toBeLessThan(2_500);
  });
});
