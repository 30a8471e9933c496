import type { Acts, ClosedRun, CommandedConnector, HeldEntryView, StoredReport } from '../../main';
import { parseReport, reportText } from '../../main-reports';
import type { ApiClient } from './api-client';
import { remoteActs } from './remote-acts';

/** Parts of what the API answers (docs/openapi.yaml) that the command line shows. */
export interface RemoteRun {
  readonly runId: string;
  readonly sequence: number | null;
  readonly finishedAt: string | null;
  readonly live: RemoteLiveRun | null;
}

interface RemoteLiveRun {
  readonly runId: string;
  readonly state: 'running' | 'stopped';
  readonly phase: 'listing' | 'collecting' | 'delivering' | 'closing';
  readonly progress: { readonly decided: number; readonly deliveries: number };
}

interface RemoteRunPage {
  readonly live: readonly RemoteLiveRun[];
  readonly runs: readonly ClosedRun[];
  readonly next: number | null;
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

interface RemoteHeldPage {
  readonly entries: readonly (Nullable<HeldEntryView> &
    Pick<HeldEntryView, 'id' | 'reason'> & { readonly number: string; readonly mailbox: string })[];
  readonly next: string | null;
}

const PAGE_RUNS = 100;
const PAGE_ENTRIES = 500;

/** A deployed connector, or a local one that serves, as the command line sees it: the same questions, asked of its API. */
export function remoteConnector(api: ApiClient): CommandedConnector {
  return {
    acts: (): Acts => remoteActs(api),
    openRuns: async () => (await firstPage(api)).live.map(({ runId }) => runId),
    progress: async (runIds) => {
      const live = (await firstPage(api)).live.filter(({ runId }) => runIds.includes(runId));
      return {
        phase: live[0]?.phase ?? 'closing',
        decided: live.reduce((sum, { progress }) => sum + progress.decided, 0),
        deliveries: live.reduce((sum, { progress }) => sum + progress.deliveries, 0),
      };
    },
    report: (runId) => readReport(runId, api),
    closedRuns: () => closedRuns(api),
    lastRun: async () => (await firstPage(api)).runs[0]?.runId,
    reportText: ({ report, sequence }, openByReason, heldCommand) => reportText({ report, sequence, openByReason, heldCommand }),
    openHeld: async () => {
      const { byReason, failed } = await api.json<{ byReason: Record<string, number>; failed: number }>('/api/held/summary');
      return new Map([...Object.entries(byReason), ...(failed > 0 ? [['failed', failed] as const] : [])]);
    },
    heldEntries: () => heldEntries(api),
  };
}

const firstPage = (api: ApiClient): Promise<RemoteRunPage> => api.json<RemoteRunPage>('/api/runs?limit=1');

/** The signed bytes as they are stored; undefined while the run is open. */
async function readReport(runId: string, api: ApiClient): Promise<StoredReport | undefined> {
  const path = `/api/runs/${encodeURIComponent(runId)}`;
  const { finishedAt, sequence } = await api.json<RemoteRun>(path);
  if (finishedAt === null) return undefined;
  const { bytes } = await api.get(`${path}/report.json`);
  const report = parseReport(bytes);
  if (report === undefined) throw new Error(`The report of run ${runId} is of another release`);
  return { report, bytes, sequence: sequence ?? 0 };
}

async function* closedRuns(api: ApiClient): AsyncGenerator<ClosedRun> {
  let before = '';
  do {
    const page = await api.json<RemoteRunPage>(`/api/runs?limit=${PAGE_RUNS}${before}`);
    yield* page.runs;
    before = page.next === null ? '' : `&before=${page.next}`;
  } while (before !== '');
}

async function* heldEntries(api: ApiClient): AsyncGenerator<HeldEntryView> {
  let after = '';
  do {
    const page = await api.json<RemoteHeldPage>(`/api/held?limit=${PAGE_ENTRIES}${after}`);
    for (const entry of page.entries) yield heldEntryView(entry);
    after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
  } while (after !== '');
}

/** As the local list has it: '' for what is not there. */
function heldEntryView(entry: RemoteHeldPage['entries'][number]): HeldEntryView {
  const { id, reason, number, mailbox } = entry;
  const kind = entry.kind ?? '';
  const packageName = entry.package ?? '';
  return {
    id,
    kind,
    reason,
    why: entry.why ?? '',
    detail: entry.detail ?? '',
    who: mailbox || number || (kind === 'package' ? packageName : ''),
    itemId: entry.itemId ?? '',
    package: packageName,
    entry: entry.entry ?? -1,
    addedIn: entry.addedIn ?? '',
    addedAt: entry.addedAt ?? '',
    sentAt: entry.sentAt ?? '',
    arrivedAt: entry.arrivedAt ?? '',
    bytes: entry.bytes ?? 0,
    tries: entry.tries ?? 0,
    lastTriedAt: entry.lastTriedAt ?? '',
  };
}
