import { call, nth, once } from '../../pipeline/rules/pause';
import { HOUR_IN_MS, LONG_HANDLING, Scene } from '../../pipeline/rules/scene';
import { atEveryCall, harmsOf } from './every-pause';

jest.setTimeout(120_000);

/** A run with an imported delivery and a held one that is ready to be closed. */
async function readyToClose() {
  const scene = await Scene.open({ messages: 2 });
  const runId = await scene.openRun();
  const process = scene.world.process(once('fail-before', nth(2, call('exchange', 'create'))));
  await process.drain({ until: () => scene.states.includes('imported') });
  scene.take('deliveries');
  scene.skip(4 * HOUR_IN_MS + 1);
  return { scene, runId, work: (process: ReturnType<Scene['world']['process']>) => process.pipeline.settle(LONG_HANDLING) };
}

describe('settle twice at once', () => {
  it('writes one report and one link, whatever call the first one stood still at while the second one closed the run', async () => {
    const calls = await atEveryCall(readyToClose, async ({ scene, at, goOn }, { runId }) => {
      scene.skip(2 * 60_000);
      await scene.settle();
      const report = await scene.world.stores.reports.get(`${runId}/report.json`);

      await goOn();
      await scene.settle();
      await scene.end();

      expect({ at, isClosed: report !== undefined }).toEqual({ at, isClosed: true });
      expect((await scene.world.stores.reports.get(`${runId}/report.json`))?.content).toEqual(report?.content);
      expect(await scene.report(runId)).toMatchObject({
        reconciled: true,
        counts: { imported: 1, held: 1 },
        heldBalance: { added: 1, closing: 1 },
      });
      scene.skip(60_000);
      await scene.openRun();
      await scene.end();
      expect({ at, violations: await harmsOf(scene, at) }).toEqual({ at, violations: [] });
    });

    expect(calls).toBeGreaterThan(30);
  });

  it('of two at the same moment the second one leaves it to the first', async () => {
    const { scene, runId } = await readyToClose();
    const [a, b] = [scene.world.process(), scene.world.process()];

    await scene.until(Promise.all([a.pipeline.settle(LONG_HANDLING), b.pipeline.settle(LONG_HANDLING)]));

    expect(await scene.report(runId)).toMatchObject({ reconciled: true });
    expect(Math.min(a.gate.calls, b.gate.calls)).toBeLessThan(12);
  });
});
