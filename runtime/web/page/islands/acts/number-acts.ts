import { ApiProblemError, callApi } from '../call-api';
import { type ActDefinitions, counted, pageAddress, REASON, runLink } from './act';

interface Mapped {
  readonly version: string;
  readonly rows: number;
  readonly replayRun: string | null;
  readonly itemsRun: string | null;
}

const MAILBOX = { name: 'mailbox', label: 'Mailbox', kind: 'email', isRequired: true } as const;

/** A second step is asked for when the number goes to another mailbox: its words then stand in the dialog, and Confirm means it. */
let confirmed = '';

export const NUMBER_ACTS: Pick<ActDefinitions, 'map' | 'not-ours' | 'correct'> = {
  map: {
    question: ({ number }) => ({
      title: `Map ${number}`,
      lines: ['Adds a row as a new version of the mapping. What was held for it follows at once.'],
      fields: [
        MAILBOX,
        {
          name: 'validFrom',
          label: 'Valid from, UTC',
          kind: 'date',
          hint: 'Empty: always. An item goes by the time at which it was sent.',
        },
        { name: 'withEarlierItems', label: 'Also bring earlier items that showed the number (the latest hundred)', kind: 'checkbox' },
        REASON,
      ],
    }),
    run: async ({ number }, { mailbox = '', validFrom = '', withEarlierItems, reason }) => {
      const order = `${number} ${mailbox} ${validFrom}`;
      const body = {
        number,
        mailbox,
        ...(validFrom === '' ? {} : { validFrom }),
        withEarlierItems: withEarlierItems === 'on',
        reason,
        confirm: confirmed === order,
      };
      try {
        const { rows, replayRun, itemsRun } = (await callApi<Mapped>('/api/numbers/map', { method: 'POST', body })).value;
        const runId = replayRun ?? itemsRun;
        const text = `The mapping has ${counted(rows, 'row')} now.${runId === null ? ' Nothing was held for the number.' : ' What was held for it is taken up.'}`;
        return runId === null
          ? { text, link: { text: 'Open mapping', address: pageAddress('/mapping') } }
          : { text, link: runLink(runId), runId };
      } catch (error) {
        confirmed = error instanceof ApiProblemError && error.code === 'confirmation-needed' ? order : '';
        throw error;
      }
    },
  },
  'not-ours': {
    question: ({ number }) => ({
      title: `${number} is not ours?`,
      lines: ['From now on it counts as external, for ever: nothing is held for it, and items that others got are complete without it.'],
      fields: [REASON],
    }),
    run: async ({ number }, { reason }) => {
      const { runId } = (await callApi<{ runId: string | null }>('/api/numbers/not-ours', { method: 'POST', body: { number, reason } }))
        .value;
      return runId === null
        ? { text: 'Answered: not ours.' }
        : { text: 'Answered: not ours. What was held for it is taken up.', link: runLink(runId), runId };
    },
  },
  correct: {
    question: ({ number }) => ({
      title: `Correct the items of ${number}`,
      lines: [
        'Routes items again that were delivered by a wrong mapping. Mailboxes that have no copy yet get one; a copy that was made stays, because the connector takes nothing back.',
      ],
      fields: [
        { name: 'from', label: 'Arrived from, UTC', kind: 'date', isRequired: true },
        { name: 'to', label: 'To, not included', kind: 'date', isRequired: true },
        REASON,
      ],
    }),
    run: async ({ number }, { from, to, reason }) => {
      const body = { number, from, to, reason };
      const { runId, items } = (await callApi<{ runId: string; items: number }>('/api/numbers/correct', { method: 'POST', body })).value;
      return { text: `${counted(items, 'item is', 'items are')} routed again.`, link: runLink(runId), runId };
    },
  },
};
