import { download } from '../call-api';
import { type ActDefinitions, counted, REASON } from './act';

export const AUDIT_ACTS: Pick<ActDefinitions, 'export' | 'evidence'> = {
  export: {
    question: ({ events }) => ({
      title: `Export ${counted(events, 'event')}?`,
      lines: ['Taking evidence out is an act itself: it is recorded with your name.'],
      fields: [
        {
          name: 'format',
          label: 'Form',
          kind: 'select',
          choices: [
            ['csv', 'CSV, for a spreadsheet'],
            ['jsonl', 'JSON lines, with every hash as it is in the chain'],
          ],
        },
        REASON,
      ],
    }),
    run: async ({ filter }, { format, reason }) => {
      await download('/api/audit/export', { ...filter, format, reason });
      return { text: 'Exported. The export is the newest event.' };
    },
  },
  evidence: {
    question: () => ({
      title: 'Take out an evidence pack?',
      lines: [
        'The whole chain, the reports that closed in this time with their deliveries, the public keys, every mapping version and all acts, with a note how to verify them offline.',
      ],
      fields: [
        { name: 'from', label: 'Closed from, UTC', kind: 'date', isRequired: true },
        { name: 'to', label: 'To, not included', kind: 'date', isRequired: true },
        REASON,
      ],
    }),
    run: async (_input, { from, to, reason }) => {
      await download('/api/evidence', { from, to, reason });
      return { text: 'The evidence pack is taken out. That is the newest event.' };
    },
  },
};
