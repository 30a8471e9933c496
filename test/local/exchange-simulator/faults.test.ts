import { type FaultAct, FaultRules, seededRandom } from '../../../runtime/local/exchange-simulator/fault-rules';
import { ANNA, BEN, KEY, SimulatorClient, sentProperties } from './simulator-client';

let graph: SimulatorClient;
beforeEach(async () => {
  graph = await SimulatorClient.start();
});
afterEach(() => graph.stop());

const script = (act: FaultAct, more: Record<string, unknown> = { operation: 'create-message', times: 1 }) =>
  graph.control('PUT', 'faults', { rules: [{ ...more, act }] });
const createWithKey = () => graph.create({ singleValueExtendedProperties: sentProperties('abc') });
const stored = async () => (await graph.lookUp(KEY, 'abc')).value.length;

describe('faults that are asked for', () => {
  it('answer with any status and code', async () => {
    await script({ kind: 'answer', status: 503, code: 'ErrorServerBusy', retryAfter: '7' });
    const answer = await createWithKey();

    expect(answer).toMatchObject({ status: 503, code: 'ErrorServerBusy' });
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await stored()).toBe(0);
  });

  it('end the connection before anything happened', async () => {
    await script({ kind: 'reset' });

    await expect(createWithKey()).rejects.toThrow();
    expect(await stored()).toBe(0);
  });

  it.each<[string, FaultAct]>([
    ['reset', { kind: 'commit-reset' }],
    ['half an answer', { kind: 'commit-truncate' }],
    ['an answer that is no JSON', { kind: 'commit-garbage' }],
  ])('carry the request out and lose the answer: %s', async (_case, act) => {
    await script(act);

    await expect(createWithKey()).rejects.toThrow();
    expect(await stored()).toBe(1);
  });

  it('carry the request out and answer 504', async () => {
    await script({ kind: 'commit-answer', status: 504, code: 'GatewayTimeout' });

    expect((await createWithKey()).status).toBe(504);
    expect(await stored()).toBe(1);
  });

  it('carry the request out and never answer', async () => {
    await script({ kind: 'commit-hang' });
    const answer = fetch(`${graph.simulator.url}/users/${ANNA}/mailFolders/inbox/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer exchange-simulator', prefer: 'IdType="ImmutableId"', 'content-type': 'application/json' },
      body: JSON.stringify({ singleValueExtendedProperties: sentProperties('abc') }),
      signal: AbortSignal.timeout(200),
    });

    await expect(answer).rejects.toThrow();
    expect(await stored()).toBe(1);
  });

  it('slow a request down', async () => {
    await script({ kind: 'latency', milliseconds: 150 });
    const start = performance.now();
    await createWithKey();

    expect(performance.now() - start).toBeGreaterThan(140);
  });

  it('fit one mailbox and leave the others alone', async () => {
    await script({ kind: 'answer', status: 500, code: 'x' }, { mailbox: BEN });

    expect([(await graph.create()).status, (await graph.create({}, BEN)).status]).toEqual([201, 500]);
  });

  it('begin and end with the nth call', async () => {
    await script({ kind: 'answer', status: 500, code: 'x' }, { operation: 'create-message', from: 2, times: 2 });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await graph.create()).status);

    expect(statuses).toEqual([201, 500, 500, 201]);
  });

  it('come by chance, the same for the same seed', () => {
    const run = (seed: number) => {
      const rules = new FaultRules(seededRandom(seed));
      rules.set([{ chance: 0.3, act: { kind: 'hang' } }]);
      return Array.from({ length: 1_000 }, () => (rules.next('create-message', ANNA) === undefined ? '-' : 'x')).join('');
    };

    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
    expect(run(7).replaceAll('-', '').length).toBeGreaterThan(250);
    expect(run(7).replaceAll('-', '').length).toBeLessThan(350);
  });
});
