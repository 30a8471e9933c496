import fc from 'fast-check';
import { MAILBOX_LIMITS, MailboxLimits, noViolations } from '../../../runtime/local/exchange-simulator/mailbox-limits';
import { SlidingWindow } from '../../../runtime/local/exchange-simulator/sliding-window';
import type { RetryAfterForm } from '../../../runtime/local/exchange-simulator/switches';
import { ANNA, anAttachment, BEN, SimulatorClient } from './simulator-client';

let now = Date.parse('2026-11-21T06:30:00Z');
let graph: SimulatorClient;
beforeEach(async () => {
  graph = await SimulatorClient.start({ now: () => now });
});
afterEach(() => graph.stop());

describe('limits per app and mailbox', () => {
  it('takes 4 requests at once and refuses the fifth, for each mailbox by itself', async () => {
    graph.simulator.switches.latencyInMs = 100;
    const answers = await Promise.all([...Array.from({ length: 5 }, () => graph.create()), graph.create({}, BEN)]);
    const refused = answers.filter(({ status }) => status === 429);

    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' });
    expect(answers[5]?.status).toBe(201);
    expect((await graph.control('GET', 'statistics')).json).toMatchObject({ violations: { MailboxConcurrency: 1 }, mostInFlight: 5 });
  });

  it('takes so many requests in 10 minutes, sliding; a refused one counts too', async () => {
    await graph.stop();
    graph = await SimulatorClient.start({ now: () => now, switches: { limits: { ...MAILBOX_LIMITS, requests: 3 } } });
    for (let count = 0; count < 3; count += 1) {
      await graph.create();
      now += 60_000;
    }

    const refused = await graph.create();
    now += 8 * 60_000;

    expect(refused).toMatchObject({ status: 429, code: 'ApplicationThrottled' });
    expect(refused.headers.get('retry-after')).toBe('480');
    expect((await graph.create()).status).toBe(201);
  });

  it('takes so many bytes of POST, PATCH and PUT in 5 minutes; reading costs none', async () => {
    await graph.stop();
    graph = await SimulatorClient.start({ now: () => now, switches: { limits: { ...MAILBOX_LIMITS, uploadBytes: 10_000 } } });
    const big = { attachments: [anAttachment(Buffer.alloc(6_000))] };

    const statuses = [(await graph.create(big)).status, (await graph.create(big)).status];
    const read = await graph.ask('GET', `/users/${ANNA}/mailFolders/inbox/messages`);
    now += 5 * 60_000;

    expect(statuses).toEqual([201, 429]);
    expect(read.status).toBe(200);
    expect((await graph.create(big)).status).toBe(201);
  });

  it('only counts violations when throttling is switched off', async () => {
    await graph.stop();
    graph = await SimulatorClient.start({ switches: { throttles: false, limits: { ...MAILBOX_LIMITS, requests: 1 } } });

    expect([(await graph.create()).status, (await graph.create()).status]).toEqual([201, 201]);
    expect(graph.simulator.exchange.violations.RequestCount).toBe(1);
  });

  it.each<[RetryAfterForm, string | null | RegExp]>([
    ['seconds', '600'],
    ['http-date', /GMT$/],
    ['none', null],
    ['zero', '0'],
    ['negative', '-5'],
    ['absurd', '1000000000'],
    ['fraction', '1.5'],
    ['garbage', 'soon'],
  ])('writes Retry-After in the form %s', async (retryAfter, expected) => {
    await graph.stop();
    graph = await SimulatorClient.start({ now: () => now, switches: { retryAfter, limits: { ...MAILBOX_LIMITS, requests: 1 } } });
    await graph.create();
    const header = (await graph.create()).headers.get('retry-after');

    if (expected instanceof RegExp) expect(header).toMatch(expected);
    else expect(header).toBe(expected);
  });
});

describe('requests that never end', () => {
  it('are not in flight any more when their client goes away', async () => {
    graph.simulator.faults.set([{ operation: 'create-message', times: 4, act: { kind: 'hang' } }]);
    const away = new AbortController();
    const hanging = Array.from({ length: 4 }, () =>
      fetch(`${graph.simulator.url}/users/${ANNA}/mailFolders/inbox/messages`, { method: 'POST', body: '{}', signal: away.signal }).catch(
        () => 'away',
      ),
    );
    while (graph.simulator.statistics.view(graph.simulator.exchange).mostInFlight < 4)
      await new Promise((resolve) => setTimeout(resolve, 5));
    away.abort();
    await Promise.all(hanging);
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect((await graph.create()).status).toBe(201);
  });
});

describe('a sliding window', () => {
  it('never lets more through than its limit in any interval of its length', () => {
    const steps = fc.array(fc.record({ wait: fc.nat(2_000), amount: fc.integer({ min: 1, max: 5 }) }), { maxLength: 300 });
    fc.assert(
      fc.property(steps, (requests) => {
        const window = new SlidingWindow(10_000);
        const accepted: { at: number; amount: number }[] = [];
        let at = 0;
        for (const { wait, amount } of requests) {
          at += wait;
          if (window.spent(at) + amount > 20) {
            const free = window.freeIn(at, 20, amount);
            expect(window.spent(at)).toBe(accepted.filter((entry) => entry.at > at - 10_000).reduce((sum, entry) => sum + entry.amount, 0));
            expect(free).toBeGreaterThan(0);
            continue;
          }
          window.add(at, amount);
          accepted.push({ at, amount });
        }
        for (const { at: end } of accepted) {
          const inside = accepted.filter((entry) => entry.at > end - 10_000 && entry.at <= end);
          expect(inside.reduce((sum, entry) => sum + entry.amount, 0)).toBeLessThanOrEqual(20);
        }
      }),
    );
  });

  it('counts a refused request too, because all requests accrue', () => {
    const limits = new MailboxLimits({ ...MAILBOX_LIMITS, requests: 1 }, noViolations());
    limits.begin(0, 0);
    limits.begin(1_000, 0);

    expect(limits.requestsInWindow(1_000)).toBe(2);
  });
});
