import type { ConnectorFacts } from '../../../runtime/pipeline/admin/admin-ports';
import { liveRuns } from '../../../runtime/pipeline/admin/live-runs';
import { mailboxesView } from '../../../runtime/pipeline/admin/mailboxes-view';
import { probeMailbox } from '../../../runtime/pipeline/admin/probe-mailbox';
import { uploadRoster } from '../../../runtime/pipeline/admin/roster';
import { runNow } from '../../../runtime/pipeline/admin/run-acts';
import { attestHold, checkScope, finishSetup, sendTestAlert, testSource } from '../../../runtime/pipeline/admin/setup-acts';
import { readSetup } from '../../../runtime/pipeline/admin/setup-state';
import { changedSettings, nextSetupStep, setupFacts, setupSteps } from '../../../runtime/pipeline/admin/setup-view';
import { acceptTerms } from '../../../runtime/pipeline/admin/terms';
import { SourceRefusedError } from '../../../runtime/ports/source-errors';
import { World, type WorldOptions } from '../world/world';
import { type AdministeredDay, anAdministeredDay, anUntouchedDay } from './a-day';
import { ADMIN, adminPorts, FACTS } from './admin-world';

const TERMS = FACTS.terms.sha256;

async function stepsOf(world: World, facts: Partial<ConnectorFacts> = {}): Promise<Readonly<Record<string, string>>> {
  const ports = adminPorts(world.process(), facts);
  const steps = setupSteps(await world.clock.runUntil(setupFacts(ports)), ports);
  return Object.fromEntries(steps.map(({ id, state }) => [id, state]));
}

async function nextStepOf(
  options: WorldOptions,
  before: (world: World) => Promise<unknown> = async () => undefined,
): Promise<string | undefined> {
  const world = new World(options);
  await world.clock.runUntil(before(world));
  const ports = adminPorts(world.process());
  return nextSetupStep(setupSteps(await setupFacts(ports), ports))?.id;
}

describe('the checklist of a new connector', () => {
  it('is open where nothing was done, and done where nothing has to be', async () => {
    expect(await stepsOf(new World({ options: { needsTerms: true, automaticMapping: false } }), { isLocal: false })).toEqual({
      terms: 'open',
      'sign-in': 'open',
      users: 'optional',
      automatic: 'done',
      mapping: 'open',
      scope: 'open',
      probe: 'optional',
      hold: 'open',
      alerts: 'open',
      first: 'open',
      review: 'open',
    });
  });

  it.each([
    ['the terms', { options: { needsTerms: true } }, undefined, 'terms'],
    ['the sign-in', {}, undefined, 'sign-in'],
    ['the first run', {}, (world: World) => testSource(ADMIN, adminPorts(world.process())), 'first'],
    [
      'the mapping, where it alone decides',
      { options: { automaticMapping: false } },
      (world: World) => testSource(ADMIN, adminPorts(world.process())),
      'mapping',
    ],
  ] as const)('names as the next step %s', async (_case, options, before, step) => {
    expect(await nextStepOf(options, before)).toBe(step);
  });

  it('needs no test of a sign-in that the run at work has shown', async () => {
    const world = new World();
    const process = world.process();
    await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    const listing = await stepsOf(world);
    await process.drain({ until: async () => (await liveRuns(world.process().ports)).every(({ phase }) => phase !== 'listing') });

    expect([listing['sign-in'], (await stepsOf(world))['sign-in']]).toEqual(['open', 'done']);
  });

  it('is done by the day: what works shows it', async () => {
    const day = await anUntouchedDay();

    expect(await stepsOf(day.world)).toMatchObject({ 'sign-in': 'done', mapping: 'done', scope: 'look', first: 'done' });
    expect(nextSetupStep(setupSteps(await setupFacts(day.ports()), day.ports()))).toBeUndefined();
  });

  it.each([
    ['soon', '2026-12-10', 'look'],
    ['in a year', '2027-11-20', 'done'],
  ])('warns when the credential expires %s', async (_case, date, state) => {
    const day = await anUntouchedDay();

    expect((await stepsOf(day.world, { credentialExpiresOn: new Date(date) }))['sign-in']).toBe(state);
  });
});

describe('the terms', () => {
  it('hold back every delivery until somebody accepts them, and nothing is lost meanwhile', async () => {
    const day = await anAdministeredDay({ options: { needsTerms: true } });
    expect(day.world.exchange.archived()).toEqual([]);

    await day.act((ports) => acceptTerms(TERMS, ADMIN, ports));
    const setup = await readSetup(day.world.process().ports);
    const again = await acceptTerms(TERMS, { ...ADMIN, name: 'Somebody else' }, day.ports());
    await day.act((ports) => runNow('', ADMIN, ports));

    expect(day.world.exchange.archived()).toHaveLength(79);

    expect(setup.terms).toMatchObject({ by: 'Ivo Klein', sha256: TERMS });
    expect(again.terms?.by).toBe('Ivo Klein');
  });
});

describe('what the checklist tries', () => {
  let day: AdministeredDay;
  beforeAll(async () => {
    day = await anAdministeredDay();
  });

  it('signs in at the source and says why it does not work', async () => {
    const good = await testSource(ADMIN, day.ports());
    const failing = adminPorts(
      day.world.process(({ store, operation }) => (store === 'source' && operation === 'check' ? refusal : 'pass')),
    );
    const bad = await testSource(ADMIN, failing);

    expect(good).toMatchObject({ isPassed: true, by: 'Ivo Klein', detail: 'signed in and listed' });
    expect(bad).toMatchObject({ isPassed: false, detail: 'The password was refused' });
    expect((await stepsOf(day.world))['sign-in']).toBe('look');
  });

  it('puts an item into a mailbox and takes it out again', async () => {
    const before = day.world.exchange.archived().length;

    const probe = await day.world.clock.runUntil(probeMailbox('Maya.Okafor@contoso.example', ADMIN, day.ports()));

    expect(probe).toMatchObject({ isPassed: true, mailbox: 'maya.okafor@contoso.example', detail: 'created, read back, removed' });
    expect([day.world.exchange.archived().length, day.world.exchange.staged()]).toEqual([before, []]);
  });

  it('says why a mailbox does not take one, and knows no mailbox of others', async () => {
    const closed = await day.world.clock.runUntil(probeMailbox('victor.lang@contoso.example', ADMIN, day.ports()));

    expect(closed.isPassed).toBe(false);
    await expect(probeMailbox('carla.mendes@fabrikam.example', ADMIN, day.ports())).rejects.toMatchObject({ code: 'no-mailbox' });
  });

  it('asks every mapped mailbox whether it opens', async () => {
    const scope = await day.world.clock.runUntil(checkScope(ADMIN, day.ports()));

    expect(scope).toMatchObject({ outOfScope: ['victor.lang@contoso.example'], unavailable: [], unchecked: 0 });
    expect(scope.inScope).toBeGreaterThan(10);
  });

  it("compares the vendor's users with the mapping", async () => {
    const roster = await uploadRoster(Buffer.from('mobile\n447700900101\n447700900999\n'), ADMIN, day.ports());

    expect(roster).toMatchObject({ users: 2, notMapped: 1 });
    expect(roster.notRegistered).toBeGreaterThan(10);
    await expect(uploadRoster(Buffer.from('nothing'), ADMIN, day.ports())).rejects.toMatchObject({ code: 'no-roster' });
  });

  it('notes who says that a hold is there, and does not take silence for it', async () => {
    const { hold } = await attestHold('Litigation hold on all', ADMIN, day.ports());

    expect(hold).toMatchObject({ by: 'Ivo Klein', statement: 'Litigation hold on all' });
    await expect(attestHold('  ', ADMIN, day.ports())).rejects.toMatchObject({ code: 'no-statement' });
  });

  it('writes the line that the alert rule looks for', async () => {
    await sendTestAlert(ADMIN, day.ports());

    expect(day.world.log.filter(({ text }) => text === 'Test alert').map(({ level }) => level)).toEqual(['error']);
  });

  it('remembers what was in force when the review was finished, and shows what changed since', async () => {
    const finished = await finishSetup(ADMIN, day.ports());
    const changed = [
      { name: 'Schedule (UTC)', key: 'SCHEDULE', value: '0 0 5 * * *', stackKey: 'schedule' },
      { name: 'Release', key: 'RELEASE_VERSION', value: '2.0.0', stackKey: 'release' },
    ];

    expect(changedSettings(finished, FACTS.settings)).toEqual([]);
    expect(changedSettings(finished, changed)).toEqual([{ key: 'SCHEDULE', before: '0 30 6 * * *' }]);
    expect((await stepsOf(day.world, { settings: changed }))['review']).toBe('look');
  });
});

describe('the mailboxes', () => {
  it('tell what they got and what waits, who waits longest first, and numbers that say nothing', async () => {
    const day = await anUntouchedDay();

    const { mailboxes, quiet, neverSeen } = await mailboxesView(day.ports());

    expect(mailboxes.slice(0, 2).map(({ address, waiting, waitsFor, folder }) => [address, waiting, waitsFor, folder])).toEqual([
      ['ben.carter@contoso.example', 1, [{ reason: 'other-archiver', count: 1 }], 'exists'],
      ['h.fischer@contoso.example', 1, [{ reason: 'other-archiver', count: 1 }], 'exists'],
    ]);
    expect(mailboxes.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(day.report.counts.imported);
    expect(quiet).toEqual([]);
    expect(neverSeen.length).toBeGreaterThan(0);
    expect(neverSeen[0]).toMatchObject({ isRegistered: undefined, mappedSince: '2026-11-21T06:30:00.000Z' });
  });
});

const refusal = {
  before: () => {
    throw new SourceRefusedError('The password was refused');
  },
};
