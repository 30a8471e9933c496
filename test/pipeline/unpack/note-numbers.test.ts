import { noteNumbers } from '../../../runtime/pipeline/numbers/note-numbers';
import type { NumberRow } from '../../../runtime/pipeline/rows/number-row';
import type { SeenNumber } from '../../../runtime/pipeline/unpack/routed-part';
import { call, pausedBefore } from '../rules/pause';
import { World } from '../world/world';

const KEY = 'ab'.padEnd(64, '0');
const part = (packageId: string, fromEntry = 0) => ({ runId: 'run', packageId, fromEntry, arrivedAt: '2026-11-20T10:00:00.000Z' });
const seen = (...entries: readonly number[]): ReadonlyMap<string, SeenNumber> =>
  new Map([[KEY, { state: 'unresolved', shown: '447700900001', name: 'A stranger', items: entries.length, entries }]]);
const rows = (world: World): readonly NumberRow[] => [...world.account.table('numbers').rows()] as NumberRow[];

describe('numbers that are nobody’s', () => {
  it.each([
    ['that nobody knows yet', []],
    ['that are known', ['before']],
  ])('%s keep the items of packages that are unpacked side by side', async (_which, earlier) => {
    const world = new World();
    for (const packageId of earlier) await noteNumbers(seen(7), part(packageId), world);
    const pause = pausedBefore(call('table/numbers', 'transact'));
    const slow = world.process(pause.hook);
    const working = slow.alive(noteNumbers(seen(1, 2), part('slow'), slow.ports));
    await world.clock.runUntil(pause.reached);
    const fast = world.process();
    await fast.run(() => noteNumbers(seen(3), part('fast'), fast.ports));

    pause.goOn();
    await world.clock.runUntil(working);

    const [row] = rows(world);
    const places = JSON.parse(row?.latest ?? '[]') as [string, string, number][];
    expect(places.map(([, packageId, entry]) => `${packageId} ${entry}`)).toEqual([
      ...earlier.map((packageId) => `${packageId} 7`),
      'fast 3',
      'slow 1',
      'slow 2',
    ]);
    expect(row?.items).toBe(earlier.length + 3);
  });

  it('count a repeated part once', async () => {
    const world = new World();
    for (let times = 0; times < 2; times += 1) await noteNumbers(seen(1, 2), part('package'), world);

    expect(rows(world)).toMatchObject([{ items: 2 }]);
  });
});
