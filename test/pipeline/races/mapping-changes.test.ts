import { MailboxUnavailableError } from '../../../runtime/ports/exchange-errors';
import { mappingOf, personOf, type SmallPerson, userOf } from '../../faults/harness/small-day';
import { activate } from '../../faults/harness/small-world';
import { call, frozenBefore, pausedBefore } from '../rules/pause';
import { HOUR_IN_MS, Scene } from '../rules/scene';

jest.setTimeout(60_000);

const bob = personOf(7);
const held = async (scene: Scene) => {
  const rows = [];
  for await (const { row } of scene.world.stores.held.list('open')) rows.push({ reason: row.reason, why: row.why });
  return rows;
};

/** Anna's number, given to somebody else. */
const givenToBob = (scene: Scene): string => mappingOf([{ ...(scene.day.people[0] as SmallPerson), mailbox: bob.mailbox }]);

async function sceneWithBob(options: Parameters<typeof Scene.open>[0] = {}): Promise<Scene> {
  const scene = await Scene.open(options);
  scene.world.users = [...scene.world.users, userOf(bob)];
  return scene;
}

describe('a mapping activated in the middle of a run', () => {
  it('between two batches changes nothing of this run: each delivery says which version it was routed by', async () => {
    const scene = await sceneWithBob({ captures: 1, messages: 101 });
    const runId = await scene.openRun();
    const pause = pausedBefore(call('exchange', 'create'));
    const { working } = scene.worker(pause.hook);
    await scene.until(pause.reached);
    const version = (await scene.world.run(runId))?.mappingVersion;

    await activate(scene.world, givenToBob(scene));
    pause.goOn();
    await scene.until(working);

    expect(new Set(scene.rows.map(({ mappingVersion }) => mappingVersion))).toEqual(new Set([version]));
    expect(scene.world.exchange.archived(bob.mailboxId)).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });

  it('between two packages changes nothing of this run', async () => {
    const scene = await sceneWithBob({ captures: 2 });
    const runId = await scene.openRun();
    const second = frozenBefore(
      (point) => point.store === 'container/packages' && point.operation === 'range' && point.key.includes('_2_'),
    );
    const { working } = scene.worker(second.hook);
    await scene.until(second.reached);

    await activate(scene.world, givenToBob(scene));
    second.goOn();
    await scene.until(working);

    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, skippedAsDuplicate: 1 });
    expect(scene.world.exchange.archived(bob.mailboxId)).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });

  it('after a process died: the next one routes by the version that the run is pinned to', async () => {
    const scene = await sceneWithBob();
    await scene.openRun();
    const { process, working } = scene.worker((point) =>
      point.store === 'container/packages' && point.operation === 'range' ? 'crash-before' : 'pass',
    );
    await scene.until(working);
    expect(process.gate.isDead).toBe(true);

    await activate(scene.world, givenToBob(scene));
    await scene.end();

    expect(scene.world.exchange.archived(bob.mailboxId)).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('a number that was given to another person while old items are held', () => {
  it('is not taken for the new person: what a mailbox refused waits for that mailbox', async () => {
    const scene = await sceneWithBob();
    const mailbox = scene.world.exchange.mailbox(scene.mailboxId);
    mailbox.refusal = () => new MailboxUnavailableError(scene.mailboxId, 'MailboxNotEnabledForRESTAPI');
    await scene.openRun();
    await scene.end();
    await activate(scene.world, givenToBob(scene));

    scene.skip(24 * HOUR_IN_MS);
    await scene.openRun();
    await scene.end();
    expect(await held(scene)).toMatchObject([{ reason: 'mailbox-unavailable' }]);
    expect(scene.copies).toEqual([]);

    mailbox.refusal = undefined;
    scene.skip(24 * HOUR_IN_MS);
    await scene.openRun();
    await scene.end();
    expect(scene.world.exchange.archived(bob.mailboxId)).toEqual([]);
    expect(scene.copies.map(({ mailboxId }) => mailboxId)).toEqual([scene.mailboxId]);
    expect(await held(scene)).toEqual([]);
  });

  it('leaves what was unmatched before it had any owner held as ambiguous, until an administrator decides', async () => {
    const scene = await sceneWithBob({ options: { automaticMapping: false } });
    await activate(scene.world, mappingOf([personOf(3)]));
    await scene.openRun();
    await scene.end();
    expect(await held(scene)).toMatchObject([{ reason: 'unmatched' }]);
    // Anna had the number for a day, in which no run took place; then Bob got it.
    await activate(scene.world, mappingOf([scene.day.people[0] as SmallPerson]));
    scene.skip(24 * HOUR_IN_MS);
    await activate(scene.world, givenToBob(scene));

    const next = await scene.openRun();
    await scene.end();

    expect(await held(scene)).toMatchObject([{ reason: 'ambiguous' }]);
    expect(scene.copies).toEqual([]);
    expect(await scene.report(next)).toMatchObject({ reconciled: true });
  });
});
