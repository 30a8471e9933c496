import { counted, runLink } from './acts/act';
import { callApi } from './call-api';
import { sayOutcome } from './outcome';
import { refreshView } from './refresh';

const LOOK_EVERY_MS = 2_000;
const SAY_EVERY_MS = 60_000;

interface RunAnswer {
  readonly state: string;
  readonly live: { readonly progress: { readonly decided: number; readonly deliveries: number } } | null;
  readonly counts: { readonly imported: number; readonly importedInPart: number; readonly held: number; readonly failed: number } | null;
  readonly heldBalance: { readonly resolved: number; readonly added: number; readonly closing: number } | null;
}

let followed = '';

/** Says how a run goes, at most once a minute, and what came of it at once. A later act ends the following of an earlier one. */
export async function followRun(runId: string): Promise<void> {
  followed = runId;
  let saidAt = Date.now();
  while (followed === runId) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const run = await lookAt(runId);
    if (run === undefined || followed !== runId) continue;
    if (run.live === null) return end(runId, run);
    if (Date.now() - saidAt < SAY_EVERY_MS) continue;
    saidAt = Date.now();
    const { decided, deliveries } = run.live.progress;
    sayOutcome({ text: `At work: ${counted(decided, 'delivery', 'deliveries')} of ${deliveries} decided.`, link: runLink(runId) }, false);
  }
}

async function lookAt(runId: string): Promise<RunAnswer | undefined> {
  try {
    return (await callApi<RunAnswer>(`/api/runs/${encodeURIComponent(runId)}`)).value;
  } catch {
    return undefined;
  }
}

async function end(runId: string, run: RunAnswer): Promise<void> {
  followed = '';
  await refreshView();
  sayOutcome({ text: endText(run), link: runLink(runId) }, false);
}

/** `Done: 12 imported, 12 resolved, 47 still held.` */
function endText({ state, counts, heldBalance }: RunAnswer): string {
  if (counts === null || heldBalance === null) return `The run is ${state}.`;
  const parts = [
    counted(counts.imported, 'copy imported', 'copies imported'),
    ...(counts.importedInPart > 0 ? [counted(counts.importedInPart, 'in part', 'in part')] : []),
    ...(counts.failed > 0 ? [counted(counts.failed, 'failed', 'failed')] : []),
    counted(heldBalance.resolved, 'entry resolved', 'entries resolved'),
    `${counted(heldBalance.closing, 'entry', 'entries')} held now`,
  ];
  return `Done: ${parts.join(', ')}.`;
}
