import { createHash } from 'node:crypto';
import type { Acts } from '../../main';
import { ActRefusedError } from '../../main';
import { createChecks } from '../../main-checks';
import type { ApiClient } from './api-client';

type HeldActOutcome = Awaited<ReturnType<Acts['replay']>>;
type PreviewedMapping = Awaited<ReturnType<Acts['previewMapping']>>;

/** Acts in the name of whoever is signed in; the connector records them as it does for its page. */
export function remoteActs(api: ApiClient): Acts {
  return {
    replay: (selection, reason) => api.postJson<HeldActOutcome>('/api/held/replay', { ...selection, reason }),
    release: (selection, reason) => api.postJson<HeldActOutcome>('/api/held/release', { ...selection, reason }),
    importWindow: async (window) => {
      const order = window === undefined ? {} : { window: { from: window.from.toISOString(), to: window.to.toISOString() } };
      return (await api.postJson<{ runId: string }>('/api/runs', order)).runId;
    },
    resumeAll: () => resumeAll(api),
    activateMapping: async (bytes, confirm, reason) => {
      const { version, etag } = await upload(bytes, 7, api);
      const order = { reason, confirm: confirm === version };
      const activated = await api.postJson<Activated>(`/api/mapping/versions/${version}/activate`, order, etag);
      return { ...activated, replayRun: activated.replayRun ?? '' };
    },
    previewMapping: async (bytes, days) => {
      // What a line of the file says is the same here and there: the whole list of problems comes from the file itself.
      const { file } = createChecks(process.env).mapping(bytes);
      return { file, preview: file.state === 'usable' ? (await upload(bytes, days, api)).preview : undefined };
    },
  };
}

interface Activated {
  readonly version: string;
  readonly isUnchanged: boolean;
  readonly rows: number;
  readonly replayRun: string | null;
}

interface Uploaded {
  readonly version: string;
  readonly preview: PreviewedMapping['preview'];
  readonly etag: string;
}

async function upload(bytes: Buffer, days: number, api: ApiClient): Promise<Uploaded> {
  const { bytes: answer, etag } = await api.post(`/api/mapping/versions?days=${days}`, { type: 'text/csv', content: bytes });
  const { version, preview } = JSON.parse(answer.toString('utf8')) as Omit<Uploaded, 'etag'>;
  const own = createHash('sha256').update(bytes).digest('hex');
  if (version !== own) throw new Error(`The connector received other bytes (${version}) than were sent (${own})`);
  return { version, preview, etag };
}

async function resumeAll(api: ApiClient): Promise<readonly string[]> {
  const { live } = await api.json<{ live: readonly { runId: string; state: string }[] }>('/api/runs?limit=1');
  for (const { runId } of live.filter(({ state }) => state === 'stopped'))
    await api.postJson(`/api/runs/${encodeURIComponent(runId)}/resume`, {}).catch((error: unknown) => {
      // Somebody else was faster; it goes on.
      if (!(error instanceof ActRefusedError) || error.code !== 'run-not-stopped') throw error;
    });
  return live.map(({ runId }) => runId);
}
