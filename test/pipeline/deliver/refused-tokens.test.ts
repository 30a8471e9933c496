import { RefusedTokens } from '../../../runtime/pipeline/deliver/refused-tokens';
import { TokenRefusedError } from '../../../runtime/ports/exchange-errors';
import { personOf } from '../../faults/harness/small-day';
import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const refusal = () => new TokenRefusedError();

describe('refused tokens', () => {
  it('are the trouble of the tenant after three in a row, of whatever mailboxes', () => {
    const tokens = new RefusedTokens();

    expect(['a', 'b', 'a'].map((mailbox) => tokens.refused(mailbox, refusal()))).toEqual(['wait', 'wait', 'tenant']);
  });

  it('are the trouble of the tenant when the only mailbox refuses three', () => {
    const tokens = new RefusedTokens();

    expect(['a', 'a', 'a'].map((mailbox) => tokens.refused(mailbox, refusal()))).toEqual(['wait', 'wait', 'tenant']);
  });

  it('are the trouble of one mailbox when others accept what it refuses', () => {
    const tokens = new RefusedTokens();
    tokens.accepted('b');

    expect(['a', 'a', 'a'].map((mailbox) => tokens.refused(mailbox, refusal()))).toEqual(['wait', 'wait', 'mailbox']);
  });

  it('are the trouble of the tenant when a mailbox that accepted them refuses them too', () => {
    const tokens = new RefusedTokens();
    tokens.accepted('b');
    tokens.refused('a', refusal());
    tokens.refused('b', refusal());

    expect(tokens.refused('a', refusal())).toBe('tenant');
  });

  it('are counted once an answer, however many deliveries waited for it', () => {
    const tokens = new RefusedTokens();
    const shared = refusal();

    expect([1, 2, 3, 4].map(() => tokens.refused('a', shared))).toEqual(['wait', 'wait', 'wait', 'wait']);
  });

  it('of a mailbox that was not heard of for a thousand others begin to count again', () => {
    const verdict = (others: number): string => {
      const tokens = new RefusedTokens();
      for (const mailbox of ['a', 'a', ...Array.from({ length: others }, (_none, index) => `other ${index}`)]) {
        tokens.refused(mailbox, refusal());
        tokens.accepted('b');
      }
      return tokens.refused('a', refusal());
    };

    expect([verdict(0), verdict(999), verdict(1_000)]).toEqual(['mailbox', 'mailbox', 'wait']);
  });

  it('are the trouble of the tenant when many that accepted refuse, however many others did long ago', () => {
    const tokens = new RefusedTokens();
    for (let index = 0; index < 3_000; index += 1) tokens.accepted(`mailbox ${index}`);

    const verdicts = Array.from({ length: 3_000 }, (_none, index) => tokens.refused(`mailbox ${index}`, refusal()));

    expect(verdicts.slice(0, 4)).toEqual(['wait', 'wait', 'tenant', 'tenant']);
    expect(new Set(verdicts.slice(2))).toEqual(new Set(['tenant']));
  });

  it('begin to count again when a token is accepted', () => {
    const tokens = new RefusedTokens();
    tokens.refused('a', refusal());
    tokens.refused('b', refusal());
    tokens.accepted('a');

    expect(tokens.refused('b', refusal())).toBe('wait');
  });
});

describe('a mailbox that refuses the token which others accept', () => {
  it('stops no run: its deliveries are held, everybody else has theirs at once', async () => {
    const scene = await Scene.open({ mailboxes: 3, messages: 2 });
    const refusing = personOf(0).mailboxId;
    scene.world.exchange.mailbox(refusing).refusal = refusal;
    await scene.openRun();

    await scene.end({ workers: 2 });

    const others = scene.copies.filter(({ mailboxId }) => mailboxId !== refusing);
    expect(others).toHaveLength(4);
    expect(others.every(({ createdAt }) => createdAt.getTime() - scene.startedAt < 60_000)).toBe(true);
    expect(await scene.openHeld()).toEqual(['mailbox-unavailable', 'mailbox-unavailable']);
    expect(scene.world.log.filter(({ text }) => text === 'Run stopped')).toEqual([]);
  });

  it('and a tenant in which every mailbox refuses it is stopped', async () => {
    const scene = await Scene.open({ mailboxes: 3 });
    for (const index of [0, 1, 2]) scene.world.exchange.mailbox(personOf(index).mailboxId).refusal = refusal;
    await scene.openRun();

    await scene.end({ workers: 2 });

    expect(scene.world.log.filter(({ text }) => text === 'Run stopped')).toMatchObject([{ fields: { reason: 'token-refused' } }]);
    expect(scene.copies).toEqual([]);
  });
});
