import type { Script } from './script';

/** Conversations with somebody whose copy cannot be delivered: no mailbox, not in scope, not in the directory. */
export const TROUBLES: readonly Script[] = [
  {
    key: 'new-joiner',
    members: ['owen', 'dispatch'],
    lines: `
09:08 owen: Good morning, Owen Pryce here, I took over the harbour desk this week. Is this the right number for berth times?
dispatch: Morning Owen, welcome. Yes it is. Berth 4 from two o'clock today.
`,
  },
  {
    key: 'joiner-group',
    members: ['owen', 'samuel', 'marek'],
    group: 'Harbour desk',
    lines: `
09:55 samuel: Everyone, Owen is new on the harbour desk. Be kind, he has not seen our vans yet.
`,
  },
  {
    key: 'board-member',
    members: ['victor', 'maya'],
    lines: `
17:41 maya: Victor, one reminder from Elena: business only on this app, please. The board is no exception.
`,
  },
  {
    key: 'no-licence',
    members: ['kira', 'chloe'],
    lines: `
15:02 chloe: Kira, are the photographs of the opening ready? No hurry, end of the week is fine.
`,
  },
];
