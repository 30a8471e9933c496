import type { Clock } from '../ports/clock';
import type { ConnectorOptions } from './connector-ports';

const MAX_FIRST_DELAY_SECONDS = 60;

/** Whole seconds until a time, for a queue message that comes again then; at least one. */
export const secondsUntil = (time: Date, clock: Pick<Clock, 'now'>): number =>
  Math.max(1, Math.ceil((time.getTime() - clock.now().getTime()) / 1000));

/**
 * Seconds that a message waits which went back `postponed` times. Longer each time: when the answer to a send is lost two messages go round, and
 * they must not become ever more. On the loopback, where looks come after seconds, so does the first one.
 */
export function delayAfter(
  postponed: number,
  maxSeconds: number,
  { lookAfterSeconds }: Pick<ConnectorOptions, 'lookAfterSeconds'>,
): number {
  return Math.min(Math.min(MAX_FIRST_DELAY_SECONDS, lookAfterSeconds[1]) * 2 ** postponed, maxSeconds);
}
