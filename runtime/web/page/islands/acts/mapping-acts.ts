import { callApi } from '../call-api';
import type { Activated } from '../mapping-change/checked-file';
import { type ActDefinitions, counted, REASON, runLink } from './act';

export const MAPPING_ACTS: Pick<ActDefinitions, 'roll-back'> = {
  'roll-back': {
    question: ({ number, rows }) => ({
      title: `Roll back to version ${number}?`,
      lines: [
        `Its ${counted(rows, 'row')} become a new version, and new items go by them at once. What was delivered stays where it is.`,
        'Numbers may be re-routed and rows may go: this step confirms both.',
      ],
      fields: [REASON],
    }),
    run: async ({ version, etag }, { reason }) => {
      const path = `/api/mapping/versions/${version}/roll-back`;
      const body = { reason, confirm: true };
      const { rows, replayRun } = (await callApi<Activated>(path, { method: 'POST', body, ifMatch: etag })).value;
      const text = `Rolled back: ${counted(rows, 'row')}.`;
      return replayRun === null ? { text } : { text, link: runLink(replayRun), runId: replayRun };
    },
  },
};
