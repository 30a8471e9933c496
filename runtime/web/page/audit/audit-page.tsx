import { AUDIT_ACTS } from '../../../domain/evidence/audit-event';
import { type AuditPage, type AuditQuery, isAuditAct, listAudit } from '../../../pipeline/admin/audit-list';
import { withValue } from '../format/addresses';
import type { Reader } from '../format/reader';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { Act } from '../views/act';
import { Badge } from '../views/marks';
import { Empty, Head, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';
import { ACT_WORDS } from './audit-words';
import { EventsTable } from './events-table';
import { type TargetNames, targetNames } from './target-names';

const SHOWN_EVENTS = 50;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** As the form sends it: days, both included. */
export interface AuditForm {
  readonly act: string;
  readonly person: string;
  readonly from: string;
  readonly to: string;
}

export async function auditPage(call: PageCall): Promise<PageContent> {
  const [act = '', person = '', from = '', to = ''] = ['act', 'person', 'from', 'to'].map((name) => queryOf(call, name));
  const form: AuditForm = { act: isAuditAct(act) ? act : '', person, from: DAY.test(from) ? from : '', to: DAY.test(to) ? to : '' };
  const page = await listAudit(auditQuery(form, Number(queryOf(call, 'before'))), call.ports);
  const names = await targetNames(page.events, call.ports);
  const main = <AuditView page={page} names={names} form={form} url={call.url} reader={call.reader} />;
  return { title: 'Audit', section: 'Audit', main };
}

function auditQuery({ act, person, from, to }: AuditForm, before: number): AuditQuery {
  return {
    limit: SHOWN_EVENTS,
    ...(isAuditAct(act) ? { act } : {}),
    ...(person === '' ? {} : { person }),
    ...(from === '' ? {} : { from: `${from}T00:00:00.000Z` }),
    ...(to === '' ? {} : { to: dayAfter(to) }),
    ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
}

interface AuditViewProps {
  readonly page: AuditPage;
  readonly names: TargetNames;
  readonly form: AuditForm;
  readonly url: URL;
  readonly reader: Reader;
}

export function AuditView({ page, names, form, url, reader }: AuditViewProps) {
  const { events, matching, total, next, since } = page;
  return (
    <>
      <Head title="Audit" actions={<AuditActions page={page} form={form} reader={reader} />}>
        <p>
          Every administrator's act, and every refused one.{' '}
          {total === 0 ? (
            'No event yet.'
          ) : (
            <>
              {reader.counted(total, 'event')} since <Time at={since} look="day" reader={reader} />.
            </>
          )}
        </p>
      </Head>
      <Findings page={page} />
      <section class="panel" aria-labelledby="events">
        <FilterForm page={page} form={form} reader={reader} />
        <h2 class="hidden" id="events">
          Events
        </h2>
        {events.length === 0 ? (
          <NoEvent total={total} reader={reader} />
        ) : (
          <Scroll labelledBy="events">
            <EventsTable events={events} names={names} reader={reader} />
          </Scroll>
        )}
        {events.length === 0 ? null : (
          <p class="panel-foot">
            <span>
              {reader.count(events.length)} of {reader.counted(matching, 'event')} that match, {reader.count(total)} in all
            </span>
            {next === undefined ? null : <a href={withValue(url, 'before', String(next))}>Older events</a>}
          </p>
        )}
      </section>
    </>
  );
}

/** Whoever takes evidence out may also take out what proves it. */
function AuditActions({ page: { findings, matching, verifiedAt, total }, form, reader }: Omit<AuditViewProps, 'url' | 'names'>) {
  return (
    <>
      {findings.length === 0 && total > 0 ? (
        <Badge tone="good">
          <span>
            Chain verified <Time at={verifiedAt} look="clock" reader={reader} />
          </span>
        </Badge>
      ) : null}
      {reader.seesNumbers ? (
        <>
          <Act name="evidence" input={{}}>
            Evidence pack
          </Act>
          <Act name="export" look="primary" input={{ filter: filterOf(form), events: matching }}>
            Export
          </Act>
        </>
      ) : null}
    </>
  );
}

/** What the API takes: `to` is not included there. */
function filterOf({ act, person, from, to }: AuditForm): Record<string, string> {
  return Object.fromEntries(Object.entries({ act, person, from, to: to === '' ? '' : dayAfter(to) }).filter(([, value]) => value !== ''));
}

function Findings({ page: { findings } }: Pick<AuditViewProps, 'page'>) {
  if (findings.length === 0) return null;
  return (
    <div class="problem is-bad" role="alert">
      <div class="tight">
        <h2>The chain of events is broken.</h2>
        {findings.slice(0, 10).map(({ code, sequence, detail }) => (
          <p key={`${code} ${sequence}`}>
            Event {sequence}: {detail}. <code>{code}</code>
          </p>
        ))}
        <p>Keep the store as it is, and compare it with the events that stand in the reports: signal-archive verify.</p>
      </div>
    </div>
  );
}

function NoEvent({ total, reader }: { readonly total: number; readonly reader: Reader }) {
  if (total === 0)
    return (
      <Empty title="No event yet.">
        <p>Each act of an administrator will stand here, with who, when and why.</p>
      </Empty>
    );
  return (
    <Empty title="No event matches.">
      <p>{reader.counted(total, 'event is', 'events are')} in the chain. Take the filter off to see them.</p>
      <a class="button" href={reader.to('/audit')}>
        Show all events
      </a>
    </Empty>
  );
}

function FilterForm({ page: { people }, form, reader }: Pick<AuditViewProps, 'page' | 'form' | 'reader'>) {
  return (
    <form class="panel-body fields" action="/audit" aria-label="Filter">
      <div class="field">
        <label for="act">Act</label>
        <select id="act" name="act">
          <option value="">All acts</option>
          {AUDIT_ACTS.map((act) => (
            <option key={act} value={act} selected={act === form.act}>
              {ACT_WORDS[act]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="person">Person</label>
        <select id="person" name="person">
          <option value="">Everyone</option>
          {people.map((person) => (
            <option key={person} value={person} selected={person === form.person}>
              {person}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="from">From, UTC</label>
        <input id="from" name="from" type="date" value={form.from} />
      </div>
      <div class="field">
        <label for="to">To, UTC</label>
        <input id="to" name="to" type="date" value={form.to} />
      </div>
      {reader.isUtc ? <input type="hidden" name="zone" value="utc" /> : null}
      <button class="button" type="submit">
        Filter
      </button>
    </form>
  );
}
