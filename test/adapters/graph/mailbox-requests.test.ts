import { FixedToken } from '../../../runtime/adapters/graph/fixed-token';
import { GraphConnection } from '../../../runtime/adapters/graph/graph-connection';
import { GraphExchange } from '../../../runtime/adapters/graph/graph-exchange';
import { graphRoot } from '../../../runtime/adapters/graph/graph-root';
import { ExchangeSimulator } from '../../../runtime/local/exchange-simulator/exchange-simulator';
import type { FaultAct, SimulatedOperation } from '../../../runtime/local/exchange-simulator/fault-rules';
import { DEFAULT_TOKEN, type RetryAfterForm } from '../../../runtime/local/exchange-simulator/switches';
import type { RequestGate } from '../../../runtime/ports/exchange';
import { MailboxThrottledError } from '../../../runtime/ports/exchange-errors';
import { NoGate } from '../../fakes/no-gate';

const MAILBOX = '55555555-0000-4000-8000-000000000001';

let simulator: ExchangeSimulator;
let connection: GraphConnection;
beforeEach(async () => {
  simulator = await ExchangeSimulator.start({ users: [{ id: MAILBOX, userPrincipalName: 'anna.lee@contoso.example' }] });
  const root = graphRoot(simulator.url);
  connection = new GraphConnection(root, new FixedToken(DEFAULT_TOKEN, root));
});
afterEach(async () => {
  jest.useRealTimers();
  connection.close();
  await simulator.stop();
});

const mailboxBehind = (gate: RequestGate) => new GraphExchange(connection).mailbox(MAILBOX, gate);
const script = (operation: SimulatedOperation, act: FaultAct) => simulator.faults.set([{ operation, act }]);
const requests = () => simulator.statistics.view(simulator.exchange).requests;

describe('every request of a mailbox', () => {
  it('waits for its gate, and leaves it also when it fails', async () => {
    const gate = new NoGate();
    script('create-message', { kind: 'reset' });

    await expect(mailboxBehind(gate).create('inbox', Buffer.from('{}'))).rejects.toMatchObject({ code: 'AMBIGUOUS_ANSWER' });
    expect(gate).toMatchObject({ admitted: [2], open: 0 });
  });

  it('is not sent when the gate refuses', async () => {
    const until = new Date('2026-11-21T06:40:00Z');
    const gate: RequestGate = { admit: () => Promise.reject(new MailboxThrottledError(MAILBOX, until)), throttled: () => {} };

    await expect(mailboxBehind(gate).create('inbox', Buffer.from('{}'))).rejects.toMatchObject({
      code: 'MAILBOX_THROTTLED',
      retryAt: until,
    });
    expect(requests()).toEqual({});
  });

  it('is given up, unsent, when the gate does not open within its life', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const gate: RequestGate = {
      admit: (_bytes, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      throttled: () => {},
    };
    const work = mailboxBehind(gate).create('inbox', Buffer.from('{}'));
    const outcome = expect(work).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE', disposition: 'retry' });
    await jest.advanceTimersByTimeAsync(30_000);

    await outcome;
    expect(requests()).toEqual({});
  });

  it('is given up, unsent, when its token comes only after its life', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const slow = { get: () => new Promise<string>((resolve) => setTimeout(resolve, 31_000, DEFAULT_TOKEN)), refused: () => {} };
    const waiting = new GraphConnection(connection.root, slow);
    const work = new GraphExchange(waiting).mailbox(MAILBOX, new NoGate()).create('inbox', Buffer.from('{}'));
    const outcome = expect(work).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE', disposition: 'retry' });
    await jest.advanceTimersByTimeAsync(31_000);

    await outcome;
    waiting.close();
    expect(requests()).toEqual({});
  });

  it('is sent once, whatever the answer', async () => {
    for (const status of [429, 500, 502, 503, 504]) {
      script('create-message', { kind: 'answer', status, code: 'x', retryAfter: '0' });
      await expect(mailboxBehind(new NoGate()).create('inbox', Buffer.from('{}'))).rejects.toBeDefined();
    }

    expect(requests()).toEqual({ 'create-message': 5 });
  });

  it.each<[RetryAfterForm, number, number]>([
    ['seconds', 599_000, 601_000],
    ['http-date', 598_000, 601_000],
    ['none', 400, 1_100],
    ['zero', 400, 1_100],
    ['negative', 400, 1_100],
    ['absurd', 3_590_000, 3_601_000],
    ['fraction', 1_400, 1_600],
    ['garbage', 400, 1_100],
  ])('tells its gate how long a 429 silences the mailbox: %s', async (retryAfter, atLeast, atMost) => {
    simulator.switches.retryAfter = retryAfter;
    simulator.switches.limits = { ...simulator.switches.limits, requests: 1 };
    const gate = new NoGate();
    await mailboxBehind(gate).probe();
    const start = Date.now();

    await expect(mailboxBehind(gate).probe()).rejects.toMatchObject({ code: 'MAILBOX_THROTTLED' });
    const wait = (gate.silences[0]?.getTime() ?? 0) - start;
    expect(wait).toBeGreaterThanOrEqual(atLeast);
    expect(wait).toBeLessThanOrEqual(atMost);
  });

  it.each<[string, FaultAct]>([
    ['no JSON', { kind: 'commit-garbage' }],
    ['half an answer', { kind: 'commit-truncate' }],
    ['an answer with another status', { kind: 'commit-answer', status: 302, code: 'x' }],
  ])('that made a copy and answers %s is ambiguous', async (_case, act) => {
    script('create-message', act);

    await expect(mailboxBehind(new NoGate()).create('inbox', Buffer.from('{}'))).rejects.toMatchObject({ code: 'AMBIGUOUS_ANSWER' });
    expect(simulator.statistics.view(simulator.exchange).messages).toBe(1);
  });

  it('that cannot reach the service was not sent: nothing needs a look', async () => {
    await simulator.stop();
    await expect(mailboxBehind(new NoGate()).create('inbox', Buffer.from('{}'))).rejects.toMatchObject({
      code: 'EXCHANGE_UNAVAILABLE',
      disposition: 'retry',
    });
    simulator = await ExchangeSimulator.start();
  });
});
