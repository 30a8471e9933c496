import type { RowKey } from '../../../runtime/ports/table';
import { World } from '../world/world';

const open = (world: World) => {
  const process = world.process();
  return process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
};

describe('opening the daily run', () => {
  it('still works after the source could not be listed for three months: every day took one id of the same window', async () => {
    const world = new World();
    const ids = new Set<string>();
    for (let day = 0; day < 90; day += 1) {
      const run = await open(world);
      ids.add(run?.partition ?? '');
      world.account.table('runs').apply({ kind: 'upsert', row: { ...run, state: 'closed' } as RowKey });
      await world.clock.advance(86_400_000);
    }

    expect(ids.size).toBe(90);
  });
});
