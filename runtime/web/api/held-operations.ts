import * as v from 'valibot';
import { HELD_COLUMNS, type HeldLine } from '../../domain/evidence/csv-columns';
import { csvTable } from '../../domain/evidence/csv-export';
import { HELD_REASON_ORDER } from '../../domain/evidence/held-reasons';
import { type HeldActOutcome, type HeldSelection, leaveSelection, releaseSelection, replaySelection } from '../../pipeline/admin/held-acts';
import { countByReason, heldIndex, packageName, packagesOf } from '../../pipeline/admin/held-index';
import { type HeldFilter, heldEntry, listHeld, matchingHeld } from '../../pipeline/admin/held-list';
import { fileResponse, jsonResponse, type WebResponse } from '../http';
import { shownTo } from '../mask';
import { type ApiCall, acts, jsonBody, type Operation, queryChoice, queryText, queryWhole, REASON, sees } from './call';
import { ApiProblem } from './problem';
import { heldResource } from './resources';

const MAX_ENTRIES = 500;
const MAX_SELECTED = 20_000;

const FilterBody = v.strictObject({
  reason: v.optional(v.picklist(HELD_REASON_ORDER)),
  number: v.optional(v.string()),
  mailbox: v.optional(v.string()),
  run: v.optional(v.string()),
});
/** Either ids or a filter; an empty filter means everything, and has to be written. */
const SelectionBody = v.strictObject({
  ids: v.optional(v.pipe(v.array(v.string()), v.minLength(1, 'at least one id'), v.maxLength(MAX_SELECTED))),
  filter: v.optional(FilterBody),
  reason: REASON,
});
const ReplayBody = v.strictObject({ ...SelectionBody.entries, chosen: v.optional(v.record(v.string(), v.string()), {}) });

export const HELD_OPERATIONS: readonly Operation[] = [
  sees('/api/held', async (call) => {
    const after = queryText(call, 'after');
    const query = { ...filterOf(call), limit: queryWhole(call, 'limit', 100, MAX_ENTRIES), ...(after === undefined ? {} : { after }) };
    const page = await listHeld(query, call.ports);
    const shown = shownTo(call.person);
    return jsonResponse(200, {
      entries: page.entries.map((entry) => heldResource(entry, shown)),
      total: page.total,
      next: page.next ?? null,
    });
  }),
  sees('/api/held/summary', async ({ ports }) => {
    const { open, failed, isPartial } = await heldIndex(ports);
    return jsonResponse(200, { open: open.length, failed: failed.length, byReason: Object.fromEntries(countByReason(open)), isPartial });
  }),
  sees('/api/held.csv', heldCsv),
  acts('/api/held/replay', async (call) => {
    const { chosen, reason, ...body } = await jsonBody(call, ReplayBody);
    return started(await replaySelection(selectionOf(body), chosen, reason, call.person, call.ports));
  }),
  acts('/api/held/release', async (call) => {
    const { reason, ...body } = await jsonBody(call, SelectionBody);
    return started(await releaseSelection(selectionOf(body), reason, call.person, call.ports));
  }),
  acts('/api/held/leave', async (call) => {
    const { reason, ...body } = await jsonBody(call, SelectionBody);
    return started(await leaveSelection(selectionOf(body), reason, call.person, call.ports));
  }),
];

const started = (outcome: HeldActOutcome): WebResponse => jsonResponse(202, outcome, { Location: `/api/runs/${outcome.runId}` });

function selectionOf({ ids, filter }: Omit<v.InferOutput<typeof SelectionBody>, 'reason'>): HeldSelection {
  if (ids !== undefined && filter === undefined) return { ids };
  if (filter !== undefined && ids === undefined) return { filter: withoutUndefined(filter) };
  throw new ApiProblem(400, 'invalid-body', 'The body is not valid', 'Give either ids or a filter.');
}

function filterOf(call: ApiCall): HeldFilter {
  return withoutUndefined({
    reason: queryChoice(call, 'reason', HELD_REASON_ORDER),
    number: queryText(call, 'number'),
    mailbox: queryText(call, 'mailbox'),
    run: queryText(call, 'run'),
  });
}

function withoutUndefined(filter: { readonly [K in keyof HeldFilter]: HeldFilter[K] | undefined }): HeldFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

async function heldCsv(call: ApiCall): Promise<WebResponse> {
  const rows = await matchingHeld(filterOf(call), call.ports);
  const packages = await packagesOf(rows, call.ports);
  const shown = shownTo(call.person);
  const lines = rows.map((row): HeldLine => {
    const entry = heldEntry(row, packages.get(packageName(row)));
    return {
      ...entry,
      who: shown.number(entry.number) || entry.mailbox,
      kind: entry.kind,
    };
  });
  const parts: string[] = [];
  for await (const part of csvTable(HELD_COLUMNS, lines)) parts.push(part);
  return fileResponse('text/csv; charset=utf-8', 'signal-archive-held.csv', parts.join(''));
}
