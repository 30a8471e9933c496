import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { WatermarkRow } from '../../runtime/pipeline/rows/run-row';
import type { World } from '../pipeline/world/world';
import { violationsOf } from './harness/check-world';
import { DAY_IN_MS, HOUR_IN_MS, workDays } from './harness/days';
import { type SmallDay, type SmallPackage, smallDay } from './harness/small-day';
import { smallWorld } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

jest.setTimeout(HOUR_IN_MS);

const alarms = (world: World): unknown[] =>
  world.log.filter(({ text }) => text === 'Clock or watermark not plausible').map(({ fields }) => fields['alarm']);

const windowsOf = (world: World) =>
  world.log.filter(({ text }) => text === 'Run opened').map(({ fields }) => ({ from: fields['from'], to: fields['to'] }));

const watermark = (world: World): string =>
  ([...world.account.table('runs').rows()] as WatermarkRow[])
    .filter(({ partition, key }) => partition === 'source' && !key.endsWith('-arrival'))
    .map(({ collectedTo }) => collectedTo)[0] ?? '';

/** Days one after the other, a package each; together they must be there. */
function daysFrom(first: string, count: number): { readonly days: readonly SmallDay[]; readonly all: SmallDay } {
  const days = Array.from({ length: count }, (_none, index) => {
    const date = new Date(Date.parse(`${first}T00:00:00Z`) + index * DAY_IN_MS).toISOString().slice(0, 10);
    return smallDay(100 + index, { items: 6, people: 3, packages: 1, date });
  });
  return { days, all: together(days) };
}

function together(days: readonly SmallDay[]): SmallDay {
  const [first] = days as [SmallDay];
  return {
    ...first,
    messages: days.flatMap(({ messages }) => messages),
    packages: days.flatMap(({ packages }) => packages),
    items: days.reduce((sum, { items }) => sum + items, 0),
  };
}

const put = (world: World, day: SmallDay, arrivedAt?: Date): void => {
  for (const each of day.packages) world.site.put(each.name, each.content, { arrivedAt: arrivedAt ?? each.arrivedAt });
};

describe('windows over several days', () => {
  it.each([
    ['the clocks go forward', '2026-03-27'],
    ['the clocks go back', '2026-10-23'],
    ['a leap day', '2028-02-27'],
    ['the turn of a year', '2026-12-30'],
  ])('follow each other without a hole when %s', async (_what, first) => {
    const { days, all } = daysFrom(first, 4);
    const world = await smallWorld(days[0] as SmallDay);
    for (const each of days.slice(1)) put(world, each);

    await workDays(world, 5);

    const windows = windowsOf(world);
    expect(windows).toHaveLength(5);
    expect(windows.slice(1).map(({ from }) => from)).toEqual(windows.slice(0, -1).map(({ to }) => to));
    expect(alarms(world)).toEqual([]);
    expect(await violationsOf(world, all)).toEqual([]);
  });

  it('catch up in one run after days without any', async () => {
    const { days, all } = daysFrom('2026-11-20', 6);
    const world = await smallWorld(days[0] as SmallDay);
    for (const each of days.slice(1)) put(world, each);
    await workDays(world, 1);
    await world.clock.advance(4 * DAY_IN_MS);

    await workDays(world, 2);

    expect(windowsOf(world)[1]).toEqual({ from: windowsOf(world)[0]?.to, to: '2026-11-26T06:30:00.000Z' });
    expect(await violationsOf(world, all)).toEqual([]);
  });
});

describe('a clock that is wrong', () => {
  it('(storage, 2 h back) leaves no hole and doubles nothing', async () => {
    const { days, all } = daysFrom('2026-11-20', 3);
    const world = await smallWorld(days[0] as SmallDay);
    await workDays(world, 1);
    put(world, days[1] as SmallDay);
    await workDays(world, 1);
    world.clock.jumpTo(new Date(world.clock.now().getTime() - DAY_IN_MS - 2 * HOUR_IN_MS));

    await workDays(world, 1);
    put(world, days[2] as SmallDay);
    await workDays(world, 2);

    expect(alarms(world)).toContain('watermark-ahead');
    expect(await violationsOf(world, all)).toEqual([]);
  });

  it('(storage, at 2099 for a day) is noticed, and the windows after it begin where they should', async () => {
    const { days, all } = daysFrom('2026-11-20', 3);
    const world = await smallWorld(days[0] as SmallDay);
    await workDays(world, 1);
    const right = world.clock.now();
    world.clock.jumpTo('2099-01-01T06:30:00Z');
    await workDays(world, 1);
    world.clock.jumpTo(right);
    for (const each of days.slice(1)) put(world, each);

    await workDays(world, 3);

    expect(alarms(world)).toContain('watermark-ahead');
    expect(watermark(world) <= world.clock.now().toISOString()).toBe(true);
    expect(await violationsOf(world, all)).toEqual([]);
  });

  it.each([
    ['two hours behind', -2 * HOUR_IN_MS],
    ['two hours ahead', 2 * HOUR_IN_MS],
    ['in 2099', 72 * 365 * DAY_IN_MS],
  ])('(this machine, %s) is an alarm and changes no window', async (_what, skewInMs) => {
    const day = smallDay(111, { items: 10, people: 3 });
    const world = await smallWorld(day);
    const process = world.process(undefined, skewInMs);

    await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    await process.drain({ workers: 2 });

    expect(alarms(world)).toEqual(['clock-differs']);
    expect(windowsOf(world)).toEqual([{ from: '', to: '2026-11-21T06:30:00.000Z' }]);
    expect(await violationsOf(world, day)).toEqual([]);
  });

  it('of two machines that differ makes no second copy', async () => {
    const failed: Record<string, string[]> = {};
    for (let seed = 1; seed <= volume(6, 200); seed += 1) {
      const random = new SeededRandom(seed, 'clocks');
      const day = smallDay(seed, { items: 12, people: 2 });
      const world = await smallWorld(day);
      const skews = [random.between(-600, 601) * 1_000, random.between(-600, 601) * 1_000];
      const working = skews.map(async (skew) => {
        const process = world.process(
          ({ store }) => (store === 'exchange' ? { before: () => world.clock.sleep(random.between(10, 500)) } : 'pass'),
          skew,
        );
        await process.alive(process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
        await process.work({ workers: 2 });
      });
      await world.clock.runUntil(Promise.all(working));
      const violations = await violationsOf(world, day);
      if (violations.length > 0) failed[`seed ${seed}, ${skews.join(' and ')} ms`] = violations;
    }
    expect(failed).toEqual({});
  });
});

describe('items that come late', () => {
  it.each(['telemessage', 'sftp'] as const)('(%s) by nine days are delivered with their own date', async (kind) => {
    const day = smallDay(121, { items: 8, people: 3 });
    const old = smallDay(122, { items: 6, people: 3, packages: 1, date: '2026-11-12' });
    const world = await smallWorld(day, { source: { kind } });
    await workDays(world, 1);
    const [late] = old.packages as [SmallPackage];
    world.site.put(late.name, late.content, { arrivedAt: new Date('2026-11-21T20:00:00Z') });

    await workDays(world, 1);

    expect(await violationsOf(world, together([day, old]))).toEqual([]);
  });

  it('are still found when the vendor lists them with a stamp of up to three days ago', async () => {
    const day = smallDay(123, { items: 8, people: 3 });
    const old = smallDay(124, { items: 6, people: 3, packages: 1, date: '2026-11-18' });
    const world = await smallWorld(day);
    await workDays(world, 1);
    put(world, old);

    await workDays(world, 1);

    expect(await violationsOf(world, together([day, old]))).toEqual([]);
  });

  it('are found by a run over their window when the vendor backdates them further', async () => {
    const day = smallDay(125, { items: 8, people: 3 });
    const old = smallDay(126, { items: 6, people: 3, packages: 1, date: '2026-11-12' });
    const world = await smallWorld(day);
    await workDays(world, 1);
    put(world, old);
    const process = world.process();
    const window = { from: new Date('2026-11-10T00:00:00Z'), to: new Date('2026-11-15T00:00:00Z') };

    await process.run(() => process.pipeline.openRun({ trigger: 'manual', by: 'admin', window }));
    await process.drain({ workers: 2 });

    expect(await violationsOf(world, together([day, old]))).toEqual([]);
  });
});

describe('clocks and calendars at random', () => {
  it('leave no hole and double nothing', async () => {
    const tally = new Tally('Random clocks');
    const failed: Record<string, string[]> = {};
    for (let seed = 1; seed <= volume(8, 1_000); seed += 1) {
      const violations = await randomClock(seed);
      tally.add('seeds');
      if (violations.length > 0) failed[`seed ${seed}`] = violations;
    }
    tally.print();
    expect(failed).toEqual({});
  });
});

/** Runs at odd times, days left out, a clock that jumps back by up to two hours; packages arrive whenever they do. */
async function randomClock(seed: number): Promise<string[]> {
  const random = new SeededRandom(seed, 'calendar');
  const first = new Date(Date.UTC(2024 + random.between(0, 6), random.between(0, 12), random.between(1, 29))).toISOString().slice(0, 10);
  const { days, all } = daysFrom(first, 4);
  const world = await smallWorld(days[0] as SmallDay);
  for (const each of days.slice(1)) {
    await workDays(world, 1);
    // With the stamp of its arrival. One that is older than the overlap of the windows needs a window of its own: "items that come late".
    put(world, each, world.clock.now());
    if (random.between(0, 3) === 0) await world.clock.advance(random.between(1, 60) * HOUR_IN_MS);
    if (random.between(0, 4) === 0) world.clock.jumpTo(new Date(world.clock.now().getTime() - random.between(1, 2 * HOUR_IN_MS)));
  }
  await workDays(world, 2);
  return violationsOf(world, all);
}
