import { type SmallDay, type SmallDayOptions, smallDay } from '../../faults/harness/small-day';
import { smallWorld, workThrough } from '../../faults/harness/small-world';
import type { World, WorldOptions } from '../world/world';
import { DAY_IN_MS, laterBy } from './lost-stores';

const SIZE = { items: 12, people: 4 } as const satisfies SmallDayOptions;

/** Two days of the same people, with no message in common, and both together. */
export const first = smallDay(1, SIZE);
export const second = smallDay(2, { ...SIZE, date: '2026-11-21', first: 50 });
export const both: SmallDay = {
  ...first,
  messages: [...first.messages, ...second.messages],
  packages: [...first.packages, ...second.packages],
  items: first.items + second.items,
};

/** The first day is imported; it is the next morning, and the second day has come to the source. */
export async function afterTheFirstDay(options: WorldOptions = {}): Promise<World> {
  const world = await smallWorld(first, options);
  await workThrough(world);
  laterBy(world, DAY_IN_MS);
  for (const each of second.packages) world.site.put(each.name, each.content, { arrivedAt: each.arrivedAt });
  return world;
}

/** Both days are imported; it is the morning after. `older` brings the tables back as they were after the first day. */
export async function afterBothDays(): Promise<{ readonly world: World; readonly older: () => void }> {
  const world = await afterTheFirstDay();
  const older = world.account.remember('tables');
  await workThrough(world);
  laterBy(world, DAY_IN_MS);
  return { world, older };
}
