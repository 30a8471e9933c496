import { createHash } from 'node:crypto';
import { LocalKey } from '../../settings/local-keys';
import { type PastDay, syntheticDays } from '../telemessage-simulator/synthetic/synthetic-past';
import { followRuns } from './follow-runs';
import { activateLocally } from './local-mapping';
import type { LocalOptions } from './local-options';
import type { LocalSession } from './local-session';
import { SYNTHETIC_SEED, syntheticDate } from './local-source';
import type { LocalHost } from './local-stack';
import { PAST_DAYS } from './past-days-choice';
import { ProgressView } from './progress-view';
import type { TextOutput } from './text-output';

const SECOND_IN_MS = 1_000;

/**
 * Imports each past day by its daily run: the timer's own function, with the connector's clock put back to that run's time; then the clock goes
 * right again. Answers false when it was stopped before its end: a next start on the data catches up in one run.
 */
export async function passPastDays(
  { data }: Pick<LocalOptions, 'data'>,
  session: LocalSession,
  host: LocalHost,
  output: TextOutput,
  signal: AbortSignal,
): Promise<boolean> {
  output.err(
    `Passing ${PAST_DAYS} small days of the past, each at its own time. The page is served already: http://localhost:${host.port}/`,
  );
  const view = new ProgressView(output);
  let mapping = '';
  try {
    for (const day of syntheticDays(SYNTHETIC_SEED, PAST_DAYS, syntheticDate(data)).days) {
      const { runAt } = day;
      if (runAt === undefined) continue;
      await putClocksBack(wholeSeconds(Date.now()) - runAt.getTime(), host);
      if (day.mapping !== mapping) await activateLocally(Buffer.from(day.mapping), versionOf(day.mapping), session.connector, output);
      mapping = day.mapping;
      if (!(await passDay(day, session, host, view, signal))) return false;
    }
    return true;
  } finally {
    view.end();
    await putClocksBack(0, host);
  }
}

async function passDay(
  day: PastDay,
  { connector }: LocalSession,
  host: LocalHost,
  view: ProgressView,
  signal: AbortSignal,
): Promise<boolean> {
  await host.child.ask('run openRun', 'ran openRun');
  const shown = { show: ({ done, all }: { done: number; all: number }) => view.show({ phase: day.date, done, all }) };
  const followed = await followRuns(connector, host, shown, signal);
  if (followed === 'host-ended') throw new Error('The functions host ended while a past day was imported; start again');
  return followed === 'closed';
}

const versionOf = (mapping: string): string => createHash('sha256').update(mapping).digest('hex');

/** Storage tells whole seconds: by its time too, the run then begins at its time and not a moment before. */
const wholeSeconds = (time: number): number => Math.floor(time / SECOND_IN_MS) * SECOND_IN_MS;

/** In this process, and in that of the functions: what is sent after the answer is handled at the new time. */
async function putClocksBack(milliseconds: number, { child }: LocalHost): Promise<void> {
  const shift = String(Math.max(0, Math.round(milliseconds)));
  process.env[LocalKey.ClockShift] = shift;
  await child.ask(`clock ${shift}`, 'clock');
}
