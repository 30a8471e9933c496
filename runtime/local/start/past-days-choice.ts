import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalOptions } from './local-options';

/** So many small days end on the day before the synthetic one. */
export const PAST_DAYS = 14;
const MARK_FILE = 'past-days';

type Asked = Pick<LocalOptions, 'once' | 'source' | 'mapping' | 'graph' | 'data'>;

/** A start of the demo as it is, that stays and whose store holds nothing yet, passes two weeks first: chart, history and lists are alive then. */
export function passesPastDays({ once, source, mapping, graph, data }: Asked): boolean {
  const isDemo = !once && source === undefined && mapping === undefined && graph === undefined;
  return isDemo && (data === undefined || !existsSync(join(data, 'storage')));
}

/** Days that the simulated source has besides the synthetic one: those that this start passes, or an earlier start on the data has passed. */
export function pastDaysServed({ pastDaysFirst, data }: Pick<LocalOptions, 'pastDaysFirst' | 'data'>): number {
  if (data === undefined) return pastDaysFirst ? PAST_DAYS : 0;
  const mark = join(data, MARK_FILE);
  if (pastDaysFirst) {
    mkdirSync(data, { recursive: true });
    writeFileSync(mark, `${PAST_DAYS}\n`);
  }
  return existsSync(mark) ? PAST_DAYS : 0;
}
