import type { SceneOptions } from '../../pipeline/rules/scene';
import { atEveryCall, deliveryOf, harmsOf } from './every-pause';

jest.setTimeout(120_000);

const THREE_MINUTES_IN_MS = 180_000;

describe('a worker that stands still', () => {
  it.each<[string, SceneOptions]>([
    ['one delivery', {}],
    ['three deliveries', { messages: 3 }],
    ['a copy that looks see after 100 s', { exchange: { lagInMs: () => 100_000 } }],
  ])('while another one takes its lease, looks and creates: one copy, whatever call it stood at (%s)', async (_case, options) => {
    const calls = await atEveryCall(
      () => deliveryOf(options),
      async ({ scene, at, goOn }, { runId }) => {
        await scene.world.clock.advance(61_000);
        await scene.world.process().drain({ until: () => scene.states.every((state) => state === 'imported') });

        await goOn();
        await scene.end();

        expect({ at, violations: await harmsOf(scene, at) }).toEqual({ at, violations: [] });
        expect((await scene.report(runId)).counts).toMatchObject({ imported: scene.day.messages.length, held: 0, duplicatesFound: 0 });
      },
    );

    expect(calls).toBeGreaterThan(10);
  });

  it('while another one has looked too early and waits: one copy', async () => {
    await atEveryCall(deliveryOf, async ({ scene, at, goOn }) => {
      await scene.world.clock.advance(61_000);
      // As long as it takes the other one to come once and go back.
      await scene.world.process().drain({ patienceInMs: 40_000 });

      await goOn();
      await scene.end();

      expect({ at, violations: await harmsOf(scene, at) }).toEqual({ at, violations: [] });
    });
  });

  it('while its run closes: held here, imported by the next run, counted once', async () => {
    await atEveryCall(deliveryOf, async ({ scene, at, goOn }, { runId }) => {
      scene.take('deliveries');
      await scene.closeByTime();
      await goOn();
      await scene.end();
      await scene.openRun();
      await scene.end();

      const imported = (await scene.reports()).map(({ counts }) => counts.imported);
      expect({ at, violations: await harmsOf(scene, at), imported }).toMatchObject({ at, violations: [] });
      expect(imported.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect(await scene.report(runId)).toMatchObject({ reconciled: true });
    });
  });

  it('while its message becomes poison and is handled: one copy or one held entry, never both', async () => {
    await atEveryCall(deliveryOf, async ({ scene, at, goOn }, { runId }) => {
      await scene.world.clock.advance(61_000);
      const [message] = scene.take('deliveries');
      const other = scene.world.process();
      await other.run(() =>
        other.pipeline.handlePoison('deliveries', message, { deadline: new Date(8e15), signal: new AbortController().signal }),
      );
      await goOn();
      await scene.end();
      const { counts } = await scene.report(runId);
      expect({ at, sum: counts.imported + counts.held }).toEqual({ at, sum: 1 });

      await scene.world.clock.advance(THREE_MINUTES_IN_MS);
      await scene.openRun();
      await scene.end();

      expect({ at, violations: await harmsOf(scene, at) }).toEqual({ at, violations: [] });
    });
  });
});
