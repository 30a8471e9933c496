import { manifestText } from '../../../runtime/local/telemessage-simulator/synthetic/package-writer';
import { zipBytes } from '../../../runtime/local/telemessage-simulator/synthetic/zip-writer';
import { itemOf } from '../../faults/harness/small-day';
import { once, pausedBefore } from '../rules/pause';
import { HOUR_IN_MS, Scene } from '../rules/scene';

jest.setTimeout(60_000);

const NAME = '202611200000-TeleMessage_1_200000.zip';

/** The package of a scene with three messages, without the last of its items: its manifest still names three. */
function truncated(scene: Scene): Buffer {
  const files = scene.day.messages.map((message) => ({ name: `${message.id}-0.eml`, content: itemOf(message, 0) }));
  const manifest = { name: NAME.replace(/\.zip$/, '.mf'), content: Buffer.from(manifestText(files.map(({ name }) => name))) };
  return zipBytes(
    [...files.slice(0, -1), manifest].map((entry) => ({ ...entry, form: 'stored' as const })),
    new Date('2026-11-20T20:00:00Z'),
  );
}

/** Both packages say how many items they hold. */
const harms = async (the: Scene): Promise<string[]> => (await the.violations()).filter((text) => !text.startsWith('items: '));

async function scene(): Promise<{ readonly scene: Scene; readonly whole: Buffer; readonly arrivedAt: Date }> {
  const opened = await Scene.open({ messages: 3 });
  const [only] = opened.day.packages as [Scene['day']['packages'][number]];
  opened.world.site.put(NAME, truncated(opened), { arrivedAt: only.arrivedAt });
  return { scene: opened, whole: only.content, arrivedAt: only.arrivedAt };
}

describe('a rejected package and its corrected one', () => {
  it('imports nothing of the rejected one, and all of the corrected one in the next run', async () => {
    const { scene: the, whole } = await scene();
    const first = await the.openRun();
    await the.end();
    expect(the.copies).toEqual([]);
    expect(await the.report(first)).toMatchObject({
      state: 'degraded',
      reconciled: true,
      packages: [{ state: 'rejected' }],
      counts: { held: 2, imported: 0 },
    });
    expect((await the.openHeld()).toSorted()).toEqual(['rejected-package', 'rejected-package', 'rejected-package']);
    the.world.site.put(NAME, whole, { arrivedAt: new Date(the.world.clock.now().getTime() - HOUR_IN_MS) });
    the.skip(24 * HOUR_IN_MS);

    const next = await the.openRun();
    await the.end();

    expect(await the.report(next)).toMatchObject({
      state: 'complete',
      reconciled: true,
      counts: { imported: 3, held: 0 },
      heldBalance: { opening: 3, added: 0, resolved: 3, closing: 0 },
    });
    expect(await harms(the)).toEqual([]);
  });

  it.each([
    ['the rejected one first', 'a-corrected'],
    ['the corrected one first', 'Z-corrected'],
  ])('comes to the same when both are in one run: %s', async (_case, prefix) => {
    const { scene: the, whole, arrivedAt } = await scene();
    the.world.site.put(`${prefix}-${NAME}`, whole, { arrivedAt: new Date(arrivedAt.getTime() + (prefix === 'a-corrected' ? 1 : -1)) });
    const runId = await the.openRun();
    await the.end();

    expect(await the.report(runId)).toMatchObject({ reconciled: true, counts: { imported: 3, held: 0, skippedAsDuplicate: 2 } });
    // Whether the other name brought everything only people can say.
    expect(await the.openHeld()).toEqual(['rejected-package']);
    expect(await harms(the)).toEqual([]);
  });

  it('holds nothing back that the corrected one brings while the rejected one is still being unpacked', async () => {
    const { scene: the, whole, arrivedAt } = await scene();
    the.world.site.put(`corrected-${NAME}`, whole, { arrivedAt: new Date(arrivedAt.getTime() + 1) });
    const runId = await the.openRun();
    // The rejected one has its check, and waits before its batches are written.
    const slow = pausedBefore((point) => point.store === 'table/batches' && point.operation === 'transact');
    const { working } = the.worker(slow.hook, { workers: 3 });
    await the.until(slow.reached);
    await the.world.clock.advance(20_000);
    slow.goOn();
    await the.until(working);
    await the.end();

    expect(await the.report(runId)).toMatchObject({ reconciled: true, counts: { imported: 3 } });
    expect(await harms(the)).toEqual([]);
  });

  it('leaves no entry of the rejected one open that came before the ledger said so, when the corrected one has taken the rows over', async () => {
    const { scene: the, whole, arrivedAt } = await scene();
    the.world.site.put(`corrected-${NAME}`, whole, { arrivedAt: new Date(arrivedAt.getTime() + 1) });
    const runId = await the.openRun();
    let entries = 0;
    const later = once('fail-before', (point) => point.key.includes('corrected') && point.operation === 'properties');
    const untold = once('fail-before', (point) => entries === 3 && point.store === 'table/deliveries' && point.operation === 'transact');

    await the.end({}, (point) => {
      if (point.store === 'table/held' && point.operation === 'insert') entries += 1;
      return later(point) === 'pass' ? untold(point) : 'fail-before';
    });

    expect(await the.report(runId)).toMatchObject({ reconciled: true, counts: { imported: 3, held: 0, skippedAsDuplicate: 2 } });
    expect(await the.openHeld()).toEqual([]);
    expect(await harms(the)).toEqual([]);
  });
});
