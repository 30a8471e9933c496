import { runName } from '../../../domain/evidence/figures';
import type { RunTrigger } from '../../../pipeline/rows/run-row';
import type { Tone } from '../views/marks';

export const TRIGGER_WORDS: Readonly<Record<RunTrigger, string>> = {
  schedule: 'Schedule',
  manual: 'Manual',
  replay: 'Replay',
  local: 'Local start',
};

/** Of a run that is closed. */
export type ClosedState = 'complete' | 'degraded' | 'incomplete';

export const STATE_WORDS: Readonly<Record<ClosedState, readonly [word: string, tone: Tone]>> = {
  complete: ['Complete', 'good'],
  degraded: ['Degraded', 'held'],
  incomplete: ['Incomplete', 'bad'],
};

/** `schedule` and `local start` say who asked already. */
export const askedBy = (trigger: RunTrigger, by: string): string => (trigger === 'schedule' || trigger === 'local' ? '' : by);

export interface NamedRun {
  readonly trigger: RunTrigger;
  readonly window: { readonly from: string | null; readonly to: string };
}

/** `20 November`; a replay has no window of its own and is named by the day on which it was asked for. */
export const runTitle = ({ trigger, window }: NamedRun): string =>
  trigger === 'replay' ? `Replay of ${runName(window)}` : runName(window);

/** For headings: `Run of 20 November`, `Replay of 21 November`. */
export const runHeading = (run: NamedRun): string => (run.trigger === 'replay' ? runTitle(run) : `Run of ${runTitle(run)}`);
