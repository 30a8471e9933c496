import { callApi } from '../call-api';
import { type ActDefinitions, pageAddress, REASON, runLink } from './act';

interface OpenedRun {
  readonly runId: string;
  readonly name: string;
}

/** Runs and the connector as a whole. */
export const CONNECTOR_ACTS: Pick<ActDefinitions, 'run-now' | 'run-window' | 'pause' | 'resume' | 'stop-run' | 'resume-run'> = {
  'run-now': {
    run: async () => {
      const { runId, name } = (await callApi<OpenedRun>('/api/runs', { method: 'POST', body: {} })).value;
      return { text: `Run of ${name} is open.`, link: runLink(runId), runId };
    },
  },
  'run-window': {
    run: async ({ form }) => {
      const element = document.getElementById(form);
      if (!(element instanceof HTMLFormElement) || !element.reportValidity()) return undefined;
      const { from, to, reason } = Object.fromEntries(new FormData(element)) as Record<string, string>;
      const body = { window: { from, to }, reason };
      const { runId, name } = (await callApi<OpenedRun>('/api/runs', { method: 'POST', body })).value;
      return { text: `Run of ${name} is open.`, link: runLink(runId), runId };
    },
  },
  pause: {
    question: () => ({
      title: 'Pause the connector?',
      lines: [
        'No run starts by itself until somebody resumes it. A run at work goes on. What arrives meanwhile is taken by the first run after it.',
      ],
      fields: [REASON],
    }),
    run: async (_input, { reason }) => {
      await callApi('/api/pause', { method: 'POST', body: { reason } });
      return { text: 'The connector is paused.' };
    },
  },
  resume: {
    question: () => ({
      title: 'Resume the connector?',
      lines: ['The next run starts at its time and takes everything since the last one.'],
      fields: [REASON],
    }),
    run: async (_input, { reason }) => {
      await callApi('/api/resume', { method: 'POST', body: { reason } });
      return { text: 'The connector goes on.', link: { text: 'Open overview', address: pageAddress('/') } };
    },
  },
  'stop-run': {
    question: ({ name }) => ({
      title: `Stop the run of ${name}?`,
      lines: ['Nothing of it goes on until it is resumed; what is under way at Exchange ends first. Nothing is lost.'],
      fields: [REASON],
    }),
    run: async ({ runId }, { reason }) => {
      await callApi(`/api/runs/${encodeURIComponent(runId)}/stop`, { method: 'POST', body: { reason } });
      return { text: 'The run is stopped.' };
    },
  },
  'resume-run': {
    question: ({ name }) => ({ title: `Resume the run of ${name}?`, lines: ['What it has not done yet is done now.'], fields: [REASON] }),
    run: async ({ runId }, { reason }) => {
      await callApi(`/api/runs/${encodeURIComponent(runId)}/resume`, { method: 'POST', body: { reason } });
      return { text: 'The run goes on.', runId };
    },
  },
};
