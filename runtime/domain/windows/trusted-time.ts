import { DAY_IN_MS } from './durations';

/** Signal is younger, and phones whose clock was reset say 1970. */
const EARLIEST_TRUSTED_TIME = Date.UTC(1990, 0, 1);
/** A phone may run ahead, and zones differ by a day; years such as 57300 occur (researchers' copy of the vendor's store). */
const LATEST_AFTER_ARRIVAL_IN_MS = 2 * DAY_IN_MS;

/** The sent time when it can be believed: 1990 to two days after arrival, both included; undefined otherwise. */
export function trustedSentTime(sentAt: Date | undefined, arrivedAt: Date): Date | undefined {
  if (sentAt === undefined) return undefined;
  const time = sentAt.getTime();
  return time >= EARLIEST_TRUSTED_TIME && time <= arrivedAt.getTime() + LATEST_AFTER_ARRIVAL_IN_MS ? sentAt : undefined;
}
