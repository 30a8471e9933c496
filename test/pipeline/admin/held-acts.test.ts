import { listAudit } from '../../../runtime/pipeline/admin/audit-list';
import { leaveSelection, releaseSelection, replaySelection } from '../../../runtime/pipeline/admin/held-acts';
import { listHeld, matchingHeld } from '../../../runtime/pipeline/admin/held-list';
import { type AdministeredDay, anAdministeredDay, anUntouchedDay } from './a-day';
import { ADMIN } from './admin-world';

const EVERYTHING = { filter: {} };
const reasonsOf = (entries: readonly { readonly reason: string }[]): readonly string[] => entries.map(({ reason }) => reason);

describe('what is held', () => {
  let world: AdministeredDay;
  beforeAll(async () => {
    world = await anUntouchedDay();
  });

  it('is listed by reason in the fixed order, with number, mailbox and package', async () => {
    const entries = await world.held();

    expect(reasonsOf(entries)).toEqual([
      'unmatched',
      'unmatched',
      'unmatched',
      'quarantined',
      'not-in-scope',
      'other-archiver',
      'other-archiver',
      'mailbox-unavailable',
    ]);
    expect(entries[0]).toMatchObject({
      number: '447700900151',
      why: 'address-names-nobody',
      arrivedAt: '2026-11-20T23:45:00.000Z',
      tries: 1,
    });
    expect(entries[4]).toMatchObject({ mailbox: 'victor.lang@contoso.example', kind: 'delivery', items: 1 });
    expect(entries.every((entry) => entry.package.endsWith('.zip'))).toBe(true);
  });

  it('is paged without losing or repeating an entry', async () => {
    const { ports } = world.world.process();
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const page = await listHeld({ limit: 3, ...(after === undefined ? {} : { after }) }, ports);
      pages.push(page.entries.map(({ id }) => id));
      expect(page.total).toBe(8);
      after = page.next;
    } while (after !== undefined);

    expect(pages.map(({ length }) => length)).toEqual([3, 3, 2]);
    expect(new Set(pages.flat()).size).toBe(8);
  });

  it.each([
    ['reason', { reason: 'other-archiver' }, 2],
    ['number', { number: '447700900151' }, 3],
    ['part of a number', { number: '900151' }, 0],
    ['mailbox', { mailbox: 'victor.lang@contoso.example' }, 1],
    ['run', { run: 'another' }, 0],
    ['reason and number', { reason: 'quarantined', number: '447700900151' }, 0],
  ])('is found by %s', async (_case, filter, count) => {
    expect(await matchingHeld(filter, world.ports())).toHaveLength(count);
  });
});

describe('acts on what is held', () => {
  it('replay what a mailbox refused as soon as it opens, and count it in the run that did', async () => {
    const { world, act, held, reportOf } = await anAdministeredDay();
    const kira = await held('mailbox-unavailable');
    const [entry] = await held('not-in-scope');
    const victor = world.exchange.mailboxes.find(
      ({ id }) => id === world.users.find(({ displayName }) => displayName === 'Victor Lang')?.id,
    );
    if (victor !== undefined) victor.refusal = () => undefined;

    const done = await act((ports) => replaySelection({ ids: [entry?.id ?? ''] }, {}, 'scope mended', ADMIN, ports));

    expect(done).toMatchObject({ count: 1, skipped: 0 });
    expect(await reportOf(done.runId)).toMatchObject({
      trigger: 'replay',
      counts: { imported: 1 },
      heldBalance: { opening: 8, added: 0, resolved: 1, closing: 7 },
    });
    expect(await held('mailbox-unavailable')).toEqual(kira);
  });

  it('leave out of a replay what waits for a release, and out of a release what does not', async () => {
    const { act, held, reportOf } = await anAdministeredDay();

    const replay = await act((ports) => replaySelection(EVERYTHING, {}, '', ADMIN, ports));
    const release = await act((ports) => releaseSelection(EVERYTHING, 'kept as it is', ADMIN, ports));

    expect(replay).toMatchObject({ count: 7, skipped: 1 });
    expect(release).toMatchObject({ count: 1, skipped: 7 });
    expect((await reportOf(release.runId)).heldBalance).toMatchObject({ opening: 8, resolved: 1, closing: 7 });
    expect(await held('quarantined')).toEqual([]);
  });

  it('leave items of another archiver, which takes them out of the balance and makes no copy', async () => {
    const { world, act, held, reportOf } = await anAdministeredDay();
    const before = world.exchange.archived().length;

    const left = await act((ports) => leaveSelection({ filter: { reason: 'other-archiver' } }, 'no WhatsApp archive', ADMIN, ports));

    expect(await held('other-archiver')).toEqual([]);
    expect((await reportOf(left.runId)).heldBalance).toEqual({ opening: 8, added: 0, resolved: 2, closing: 6 });
    expect(world.exchange.archived()).toHaveLength(before);
  });

  it('leave an item in which everybody is known not to be ours, and no other unmatched one', async () => {
    const { act, held, reportOf, world } = await anAdministeredDay();
    const [first] = (await held('unmatched')).filter(({ kind }) => kind === 'item');
    const stored = await world.stores.held.get('open', first?.id ?? '');
    if (stored === undefined) throw new Error('Nothing is unmatched as a whole');
    await world.stores.held.replace({ ...stored.row, people: 'external:2' }, stored.etag);

    const { runId, count, skipped } = await act((ports) =>
      leaveSelection({ filter: { reason: 'unmatched' } }, 'former tenant', ADMIN, ports),
    );

    expect([count, skipped]).toEqual([1, 2]);
    expect((await reportOf(runId)).heldBalance).toMatchObject({ opening: 8, resolved: 1, closing: 7 });
    expect((await held('unmatched')).map(({ id }) => id)).not.toContain(first?.id);
  });

  it('are recorded with who, why and how many', async () => {
    const { act, ports } = await anAdministeredDay();
    const { runId } = await act((each) => replaySelection(EVERYTHING, {}, 'try again', ADMIN, each));

    const { events, findings } = await listAudit({ limit: 1 }, ports());

    expect(events[0]).toMatchObject({
      act: 'replay',
      actor: ADMIN.id,
      role: ADMIN.role,
      target: `7 entries, run ${runId}`,
      reason: 'try again',
    });
    expect(findings).toEqual([]);
  });

  it.each([
    ['replay of nothing that is held', () => replaySelection, { ids: ['none'] }, 'none of them is held any more'],
    ['replay of what waits for a release', () => replaySelection, { filter: { reason: 'quarantined' } }, 'they wait for a release'],
  ] as const)('are refused when nothing can be taken up: %s', async (_case, act, selection, why) => {
    const { ports } = await anUntouchedDay();

    await expect(act()(selection, {}, '', ADMIN, ports())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'nothing-to-do',
      message: expect.stringContaining(why),
    });
  });

  it('are refused for a release or a leave of anything else', async () => {
    const { ports } = await anUntouchedDay();

    await expect(releaseSelection({ filter: { reason: 'unmatched' } }, '', ADMIN, ports())).rejects.toThrow('tried again by a replay');
    await expect(leaveSelection({ filter: { reason: 'unmatched' } }, '', ADMIN, ports())).rejects.toThrow('only items of another archiver');
  });
});
