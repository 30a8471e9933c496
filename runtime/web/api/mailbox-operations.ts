import type { CsvColumn } from '../../domain/evidence/csv-export';
import { csvTable } from '../../domain/evidence/csv-export';
import { type MailboxView, mailboxesView } from '../../pipeline/admin/mailboxes-view';
import { fileResponse, jsonResponse } from '../http';
import { shownTo } from '../mask';
import { type Operation, queryText, queryWhole, sees } from './call';
import { mailboxResource } from './resources';

const MAX_MAILBOXES = 500;

const COLUMNS: readonly CsvColumn<MailboxView>[] = [
  { heading: 'Mailbox', value: ({ address }) => address },
  { heading: 'Archive folder', value: ({ folder }) => folder },
  { heading: 'Ledger count', value: ({ delivered }) => delivered },
  { heading: 'Last item (UTC)', value: ({ lastItemAt }) => lastItemAt },
  { heading: 'Waiting', value: ({ waiting }) => waiting },
  { heading: 'Oldest waiting (UTC)', value: ({ oldestWaitingAt }) => oldestWaitingAt },
  { heading: 'Why it waits', value: ({ waitsFor }) => waitsFor.map(({ reason }) => reason).join(', ') },
  { heading: 'Throttled until (UTC)', value: ({ throttledUntil }) => throttledUntil },
  { heading: 'Usual per week', value: ({ usualPerWeek }) => usualPerWeek ?? '' },
];

export const MAILBOX_OPERATIONS: readonly Operation[] = [
  sees('/api/mailboxes', async (call) => {
    const view = await mailboxesView(call.ports);
    const limit = queryWhole(call, 'limit', 100, MAX_MAILBOXES);
    const after = queryText(call, 'after');
    const start = after === undefined ? 0 : view.mailboxes.findIndex(({ mailboxId }) => mailboxId === after) + 1;
    const page = view.mailboxes.slice(start, start + limit);
    const shown = shownTo(call.person);
    return jsonResponse(200, {
      mailboxes: page.map(mailboxResource),
      total: view.mailboxes.length,
      next: start + limit < view.mailboxes.length ? (page.at(-1)?.mailboxId ?? null) : null,
      quiet: view.quiet.map((each) => ({ ...each, number: shown.number(each.number) })),
      neverSeen: view.neverSeen.map((each) => ({
        ...each,
        number: shown.number(each.number),
        mappedSince: each.mappedSince || null,
        isRegistered: each.isRegistered ?? null,
      })),
    });
  }),
  sees('/api/mailboxes.csv', async ({ ports }) => {
    const { mailboxes } = await mailboxesView(ports);
    const parts: string[] = [];
    for await (const part of csvTable(COLUMNS, mailboxes)) parts.push(part);
    return fileResponse('text/csv; charset=utf-8', 'signal-archive-mailboxes.csv', parts.join(''));
  }),
];
