import * as v from 'valibot';
import { AUDIT_ACTS, type AuditEvent, auditEventLine } from '../../domain/evidence/audit-event';
import { type CsvColumn, csvTable } from '../../domain/evidence/csv-export';
import { type AuditFilter, allEvents, fits, listAudit } from '../../pipeline/admin/audit-list';
import { evidencePack } from '../../pipeline/admin/evidence-pack';
import { find } from '../../pipeline/admin/find';
import { actorOf } from '../../pipeline/admin/person';
import { forgetRecent } from '../../pipeline/admin/recently';
import { recordAct } from '../../pipeline/audit/audit-events';
import { fileResponse, jsonResponse, textResponse } from '../http';
import { shownTo } from '../mask';
import {
  type ApiCall,
  jsonBody,
  type Operation,
  optionalWhole,
  queryChoice,
  queryText,
  queryTime,
  queryWhole,
  REASON,
  sees,
  TIME,
  takesOut,
} from './call';

const MAX_EVENTS = 500;

const COLUMNS: readonly CsvColumn<AuditEvent>[] = [
  { heading: 'Event', value: ({ sequence }) => sequence },
  { heading: 'Time (UTC)', value: ({ at }) => at },
  { heading: 'Who', value: ({ actor }) => actor },
  { heading: 'Role', value: ({ role }) => role },
  { heading: 'Act', value: ({ act }) => act },
  { heading: 'Target', value: ({ target }) => target },
  { heading: 'Reason', value: ({ reason }) => reason },
  { heading: 'Approved by', value: ({ approver }) => approver },
  { heading: 'Before', value: ({ beforeHash }) => beforeHash },
  { heading: 'After', value: ({ afterHash }) => afterHash },
  { heading: 'Previous', value: ({ previous }) => previous },
  { heading: 'Hash', value: ({ hash }) => hash },
];

const ExportBody = v.strictObject({
  act: v.optional(v.picklist(AUDIT_ACTS)),
  person: v.optional(v.string()),
  from: v.optional(TIME),
  to: v.optional(TIME),
  format: v.optional(v.picklist(['csv', 'jsonl']), 'csv'),
  reason: REASON,
});
const EvidenceBody = v.strictObject({ from: TIME, to: TIME, reason: REASON });

export const AUDIT_OPERATIONS: readonly Operation[] = [
  sees('/api/audit', async (call) => {
    const before = optionalWhole(call, 'before');
    const query = { ...filterOf(call), limit: queryWhole(call, 'limit', 50, MAX_EVENTS), ...(before === undefined ? {} : { before }) };
    const page = await listAudit(query, call.ports);
    const shown = shownTo(call.person);
    const events = page.events.map((event) => ({ ...event, reason: shown.text(event.reason) }));
    return jsonResponse(200, { ...page, events, since: page.since || null, next: page.next ?? null });
  }),
  takesOut('POST', '/api/audit/export', async (call) => {
    const { format, reason, from, to, act, person } = await jsonBody(call, ExportBody);
    const filter = filterFrom({ act, person, from: from?.toISOString(), to: to?.toISOString() });
    const { events } = await allEvents(call.ports);
    const matching = events.filter((event) => fits(event, filter));
    await recordAct({ ...actorOf(call.person), act: 'export-evidence', target: `${matching.length} events`, reason }, call.ports);
    forgetRecent(call.ports);
    if (format === 'jsonl')
      return fileResponse('application/x-ndjson', 'signal-archive-events.jsonl', matching.map(auditEventLine).join(''));
    const parts: string[] = [];
    for await (const part of csvTable(COLUMNS, matching)) parts.push(part);
    return fileResponse('text/csv; charset=utf-8', 'signal-archive-events.csv', parts.join(''));
  }),
  takesOut('POST', '/api/evidence', async (call) => {
    const pack = await evidencePack(await jsonBody(call, EvidenceBody), call.person, call.ports);
    forgetRecent(call.ports);
    return textResponse(200, 'application/gzip', pack, { 'Content-Disposition': 'attachment; filename="signal-archive-evidence.tar.gz"' });
  }),
  sees('/api/find', async (call) => {
    const found = await find(queryText(call, 'q') ?? '', queryText(call, 'before'), call.ports);
    const shown = shownTo(call.person);
    const { number } = found;
    return jsonResponse(200, {
      ...found,
      items: found.items.map((item) => ({ ...item, held: item.held.map(({ who, reason }) => ({ who: shown.number(who), reason })) })),
      number:
        number === undefined
          ? null
          : {
              shown: shown.number(number.shown),
              mailboxes: number.rows.map(({ mailbox, validFrom, validTo }) => ({
                mailbox,
                validFrom: validFrom ?? null,
                validTo: validTo ?? null,
              })),
              held: number.held,
              items: number.seen?.items ?? null,
              lastSeen: number.activity?.last ?? number.seen?.lastSeenAt ?? null,
            },
      searchedBackTo: found.searchedBackTo ?? null,
    });
  }),
];

function filterOf(call: ApiCall): AuditFilter {
  return filterFrom({
    act: queryChoice(call, 'act', AUDIT_ACTS),
    person: queryText(call, 'person'),
    from: queryTime(call, 'from')?.toISOString(),
    to: queryTime(call, 'to')?.toISOString(),
  });
}

function filterFrom(filter: { readonly [K in keyof AuditFilter]: AuditFilter[K] | undefined }): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
