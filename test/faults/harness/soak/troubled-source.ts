import type { World } from '../../../pipeline/world/world';
import { type SmallDay, type SmallPackage, smallDay } from '../small-day';
import type { SourceTrouble } from './trouble';

const HOUR_IN_MS = 3_600_000;

/** What the vendor does on the first and on the second day with the packages of a day. */
export interface TroubledSource {
  /** Everything that must be there in the end. */
  readonly day: SmallDay;
  readonly first: () => void;
  readonly second: () => void;
  /** Asked at each read of the source on the first day. */
  readonly whileRead: () => void;
}

type Puts = (each: SmallPackage, content?: Buffer, arrivedAt?: Date) => void;

export function troubledSource(kind: SourceTrouble, day: SmallDay, world: World, hasStamps: boolean): TroubledSource {
  const put: Puts = (each, content = each.content, arrivedAt = each.arrivedAt) =>
    world.site.put(each.name, content, { arrivedAt, ...(hasStamps ? {} : { stamp: null }) });
  const [troubled, ...others] = day.packages as [SmallPackage, ...SmallPackage[]];
  const nextDay = new Date(Math.max(...day.packages.map(({ arrivedAt }) => arrivedAt.getTime())) + 12 * HOUR_IN_MS);
  const usual: TroubledSource = {
    day,
    first: () => [troubled, ...others].forEach((each) => void put(each)),
    second: () => {},
    whileRead: () => {},
  };
  const half = troubled.content.subarray(0, troubled.content.length >> 1);
  const justOthers = () => others.forEach((each) => void put(each));
  switch (kind) {
    case 'none':
      return usual;
    case 'truncated':
      return {
        ...usual,
        first: () => {
          justOthers();
          put(troubled, half);
        },
        second: () => put(troubled, troubled.content, nextDay),
      };
    case 'replaced-while-read': {
      let isWhole = false;
      const whole = () => {
        if (!isWhole) put(troubled, troubled.content, nextDay);
        isWhole = true;
      };
      return { ...usual, first: () => [justOthers(), put(troubled, half)], second: whole, whileRead: whole };
    }
    case 'resent':
      return { ...usual, second: () => world.site.put(`again-${troubled.name}`, troubled.content, { arrivedAt: nextDay }) };
    case 'late':
      return { ...usual, first: justOthers, second: () => put(troubled) };
    case 'other-content': {
      const other = otherContent(day, troubled, nextDay);
      // A file that was overwritten before anybody could read it is gone: no connector brings it back.
      const wasRead = () => [...world.account.container('packages').blobs.values()].some(({ content }) => content.equals(troubled.content));
      const second = () =>
        put(wasRead() ? other.package : { ...other.package, name: `2-${troubled.name}` }, other.package.content, nextDay);
      return { ...usual, day: other.day, second };
    }
  }
}

/** The same file name with other messages in it: both are kept, and everything of both is delivered. */
function otherContent(day: SmallDay, troubled: SmallPackage, arrivedAt: Date): { day: SmallDay; package: SmallPackage } {
  const more = smallDay(day.messages.length, { items: 4, people: day.people.length, packages: 1, date: '2026-11-19' });
  const [file] = more.packages as [SmallPackage];
  const renamed = { ...file, name: troubled.name, arrivedAt };
  return {
    package: renamed,
    day: { ...day, messages: [...day.messages, ...more.messages], packages: [...day.packages, renamed], items: day.items + more.items },
  };
}
