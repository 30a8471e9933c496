import type { RunTrigger } from '../../../pipeline/rows/run-row';
import type { Tone } from '../views/pieces';

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
