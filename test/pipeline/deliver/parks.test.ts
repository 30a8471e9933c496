import type { Delivering } from '../../../runtime/pipeline/deliver/delivering';
import type { DeliveryResult, HandledDelivery } from '../../../runtime/pipeline/deliver/delivery-result';
import { learnFrom } from '../../../runtime/pipeline/deliver/learn-from-error';
import { park } from '../../../runtime/pipeline/deliver/park-mailbox';
import { parkedResult } from '../../../runtime/pipeline/deliver/parked-result';
import { TenantPark } from '../../../runtime/pipeline/deliver/tenant-park';
import type { MailboxRow } from '../../../runtime/pipeline/rows/mailbox-row';
import type { RunRow } from '../../../runtime/pipeline/rows/run-row';
import { MailboxFullError, MailboxThrottledError, TenantThrottledError, TokenRefusedError } from '../../../runtime/ports/exchange-errors';
import type { FaultHook } from '../../fakes/fault-gate';
import { VirtualClock } from '../../fakes/virtual-clock';
import { call } from '../rules/pause';
import { Scene } from '../rules/scene';
import { MAILBOX } from './builders';

const FULL = { kind: 'held', reason: 'mailbox-unavailable', why: 'mailbox-full', detail: '' } as const;
const OUT_OF_SCOPE = { kind: 'held', reason: 'not-in-scope', why: 'access-denied', detail: '' } as const;

describe('a mailbox that takes no copies', () => {
  /** What is kept in the row of the mailbox after these results, at this time. */
  async function parkedAfter(results: readonly DeliveryResult[], now = '2026-11-30T23:59:59.000Z') {
    const kept: Partial<MailboxRow>[] = [];
    const save = async (change: (row: MailboxRow) => MailboxRow) => void kept.push(change({ address: 'kept' } as MailboxRow));
    const delivering = {
      session: { mailboxId: MAILBOX, save },
      ports: { clock: new VirtualClock(now), log: { info() {}, warn() {}, error() {} } },
    };
    const handled = results.map((result) => ({ result }) as HandledDelivery);
    await park(handled, delivering as unknown as Delivering);
    return kept;
  }

  it.each([FULL, OUT_OF_SCOPE])('is not asked again before the next day, UTC: %j', async (result) => {
    expect(await parkedAfter([{ kind: 'lost' }, result])).toEqual([
      {
        address: 'kept',
        parkedAt: '2026-11-30T23:59:59.000Z',
        parkedUntil: '2026-12-01T00:00:00.000Z',
        parkedFor: JSON.stringify(result),
      },
    ]);
  });

  it.each<[string, readonly DeliveryResult[]]>([
    ['of an item that was tried too often', [{ ...FULL, reason: 'attempts-exhausted' }]],
    ['of a user who is gone', [{ ...FULL, reason: 'unmatched' }]],
    ['of what is not held', [{ kind: 'lost' }, { kind: 'failed', why: 'x', copyId: '' }]],
    ['of nothing', []],
  ])('is none because %s', async (_case, results) => {
    expect(await parkedAfter(results)).toEqual([]);
  });
});

describe('a parked mailbox', () => {
  const row = {
    parkedAt: '2026-11-21T07:00:00.000Z',
    parkedUntil: '2026-11-22T00:00:00.000Z',
    parkedFor: JSON.stringify(FULL),
  } as MailboxRow;
  const resultAt = (now: string, openedAt: string, parked: MailboxRow = row) => parkedResult(parked, { openedAt } as RunRow, new Date(now));

  it('gives every delivery of a run that was open then the same result until the next day', () => {
    expect(resultAt('2026-11-21T23:59:59.999Z', '2026-11-21T06:30:00.000Z')).toEqual(FULL);
    expect(resultAt('2026-11-22T00:00:00.000Z', '2026-11-21T06:30:00.000Z')).toBeUndefined();
  });

  it.each(['2026-11-21T07:00:00.000Z', '2026-11-21T08:00:00.000Z'])('is tried by a run that was opened later: %s', (openedAt) => {
    expect(resultAt('2026-11-21T09:00:00.000Z', openedAt)).toBeUndefined();
  });

  it('is none while its row says nothing', () => {
    expect(resultAt('2026-11-21T09:00:00.000Z', '', { ...row, parkedAt: '', parkedUntil: '' })).toBeUndefined();
    expect(resultAt('', '', { ...row, parkedUntil: '' } as MailboxRow) ?? 'none').toBe('none');
  });
});

describe('a tenant that takes no requests', () => {
  it('is left alone until the latest time that it has named', () => {
    const clock = new VirtualClock('2026-11-21T07:00:00.000Z');
    const tenant = new TenantPark(clock, true);
    expect(tenant.until).toBeUndefined();

    tenant.park(new Date('2026-11-21T07:10:00.000Z'));
    tenant.park(new Date('2026-11-21T07:05:00.000Z'));

    expect(tenant.until).toEqual(new Date('2026-11-21T07:10:00.000Z'));
    clock.jumpTo('2026-11-21T07:09:59.999Z');
    expect(tenant.until).toEqual(new Date('2026-11-21T07:10:00.000Z'));
    clock.jumpTo('2026-11-21T07:10:00.000Z');
    expect(tenant.until).toBeUndefined();
  });

  it.each([
    [true, false],
    [false, true],
  ])('attaches after a create as the configuration says: %j', (attaches, isAttachRefused) => {
    expect(new TenantPark(new VirtualClock(), attaches).isAttachRefused).toBe(isAttachRefused);
  });
});

describe('what is learnt from an error', () => {
  /** A worker of an open run. */
  async function learning(hook?: FaultHook) {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const { ports } = scene.world.process(hook);
    const tenant = new TenantPark(ports.clock, true);
    const learn = (error: unknown, mailboxId = MAILBOX) =>
      learnFrom(error, { park: tenant, ports, runId, session: { mailboxId } } as unknown as Delivering);
    return { learn, tenant, ports, stopped: async () => (await scene.world.run(runId))?.stopped };
  }
  const inMinutes = (minutes: number, now: Date) => new Date(now.getTime() + minutes * 60_000);

  it('of the whole tenant parks every mailbox; of one mailbox it does not', async () => {
    const { learn, tenant, ports } = await learning();
    const until = inMinutes(5, ports.clock.now());

    expect(await learn(new MailboxThrottledError(MAILBOX, until))).toEqual({ kind: 'unsent', retryAt: until });
    expect(tenant.until).toBeUndefined();
    expect(await learn(new TenantThrottledError(until))).toEqual({ kind: 'unsent', retryAt: until });
    expect(tenant.until).toEqual(until);
  });

  it('of the delivery alone is its result', async () => {
    const { learn, stopped } = await learning();

    expect(await learn(new MailboxFullError(MAILBOX))).toEqual(FULL);
    expect(await stopped()).toBe('');
  });

  it('of three refused tokens in a row stops the run: nothing is held for it', async () => {
    const { learn, ports, stopped } = await learning();
    const again = { kind: 'unsent', retryAt: inMinutes(1, ports.clock.now()) };

    expect([await learn(new TokenRefusedError()), await learn(new TokenRefusedError()), await stopped()]).toEqual([again, again, '']);
    expect([await learn(new TokenRefusedError()), await stopped()]).toEqual([again, 'token-refused']);
  });

  it("of a mailbox that refuses what others accept is that mailbox's trouble", async () => {
    const { learn, tenant, stopped } = await learning();
    tenant.tokens.accepted('another');
    await learn(new TokenRefusedError());
    await learn(new TokenRefusedError());

    expect(await learn(new TokenRefusedError())).toEqual({ ...FULL, why: 'token-refused' });
    expect(await stopped()).toBe('');
  });

  it('is a result also when the run cannot be stopped at this moment', async () => {
    const { learn, stopped } = await learning((point) => (call('table/runs', 'replace')(point) ? 'fail-before' : 'pass'));
    await learn(new TokenRefusedError());
    await learn(new TokenRefusedError());

    expect(await learn(new TokenRefusedError())).toMatchObject({ kind: 'unsent' });
    expect(await stopped()).toBe('');
  });
});
