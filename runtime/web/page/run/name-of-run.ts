import type { RunRow } from '../../../pipeline/rows/run-row';
import type { NamedRun } from '../format/run-words';

/** A stored run as names are made of it. */
export function nameOf({ run }: { readonly run: Pick<RunRow, 'trigger' | 'windowFrom' | 'windowTo'> }): NamedRun {
  return { trigger: run.trigger, window: { from: run.windowFrom === '' ? null : run.windowFrom, to: run.windowTo } };
}
