import { refreshParts, refreshView } from './refresh';

const AT_WORK_IN_MS = 3_000;
/** Without a run at work nothing moves; an open tab should not keep the connector awake. */
const IDLE_IN_MS = 60_000;

const isLive = (): boolean => document.querySelector<HTMLElement>('#main')?.dataset['liveRun'] === 'yes';
const isBusy = (): boolean => document.querySelector('dialog[open]') !== null;

/** Keeps the moving parts of the view fresh while somebody looks at it; when the last run has ended, the whole view. */
export function startLive(): void {
  const look = async (): Promise<void> => {
    if (!document.hidden && !isBusy()) {
      const wasLive = isLive();
      const next = await refreshParts();
      if (next !== undefined && wasLive && !isLive()) await refreshView();
    }
    setTimeout(look, isLive() ? AT_WORK_IN_MS : IDLE_IN_MS);
  };
  setTimeout(look, isLive() ? AT_WORK_IN_MS : IDLE_IN_MS);
}
