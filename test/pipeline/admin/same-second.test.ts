import { syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { replaySelection } from '../../../runtime/pipeline/admin/held-acts';
import { listHeld } from '../../../runtime/pipeline/admin/held-list';
import { readReplayOrder } from '../../../runtime/pipeline/replay/replay-order';
import { importDay, syntheticWorld } from '../synthetic-world';
import { ADMIN } from './admin-world';

describe('two acts in the same second', () => {
  it('are two runs, and neither takes the place of the other', async () => {
    const day = syntheticDay(1, '2026-11-20', 'tiny');
    const world = syntheticWorld(day);
    await importDay(world, day);
    const process = world.process();
    const { entries } = await listHeld({ limit: 2 }, process.ports);
    const [first = '', second = ''] = entries.map(({ id }) => id);

    const [one, other] = await Promise.all([first, second].map((id) => replaySelection({ ids: [id] }, {}, '', ADMIN, process.ports)));

    const orders = await Promise.all(
      [one, other].map(async (act) => {
        const run = await world.run(act?.runId ?? '');
        return run === undefined ? undefined : (await readReplayOrder(run, process.ports))?.held;
      }),
    );
    expect(one?.runId).not.toBe(other?.runId);
    expect(orders).toEqual([[first], [second]]);
  });
});
