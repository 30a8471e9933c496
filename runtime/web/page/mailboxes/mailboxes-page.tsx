import { type MailboxesView, type MailboxView, mailboxesView } from '../../../pipeline/admin/mailboxes-view';
import { withValue } from '../format/addresses';
import type { Reader } from '../format/reader';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { FilterSelect } from '../views/filter-select';
import { Empty, Head, Panel } from '../views/pieces';
import { Scroll } from '../views/scroll';
import { MailboxesTable } from './mailboxes-table';
import { NeverSeenPanel, QuietPanel } from './quiet-panels';

/** What may be looked at alone. */
const FILTERS = {
  waiting: ['Waiting', ({ waiting }: MailboxView) => waiting > 0],
  throttled: ['Throttled', ({ throttledUntil }: MailboxView) => throttledUntil !== ''],
  folder: ['Folder renamed or recreated', ({ folder }: MailboxView) => folder === 'renamed' || folder === 'recreated'],
  refused: ['Does not open', ({ refusal }: MailboxView) => refusal !== ''],
  address: ['Matched by address only', ({ isMapped }: MailboxView) => !isMapped],
} as const satisfies Readonly<Record<string, readonly [string, (row: MailboxView) => boolean]>>;
export type MailboxFilter = keyof typeof FILTERS | '';

const SHOWN_MAILBOXES = 50;

export async function mailboxesPage(call: PageCall): Promise<PageContent> {
  const view = await mailboxesView(call.ports);
  const asked = queryOf(call, 'show');
  const filter: MailboxFilter = Object.hasOwn(FILTERS, asked) ? (asked as keyof typeof FILTERS) : '';
  const props = { view, filter, after: queryOf(call, 'after'), url: call.url, reader: call.reader };
  return { title: 'Mailboxes', section: 'Mailboxes', main: <MailboxesPageView {...props} /> };
}

interface MailboxesPageProps {
  readonly view: MailboxesView;
  readonly filter: MailboxFilter;
  /** Id of the last mailbox of the page before. */
  readonly after: string;
  readonly url: URL;
  readonly reader: Reader;
}

export function MailboxesPageView({ view, filter, after, url, reader }: MailboxesPageProps) {
  const matching = filter === '' ? view.mailboxes : view.mailboxes.filter(FILTERS[filter][1]);
  const start = after === '' ? 0 : matching.findIndex(({ mailboxId }) => mailboxId === after) + 1;
  const shown = matching.slice(start, start + SHOWN_MAILBOXES);
  const next = start + shown.length < matching.length ? shown.at(-1)?.mailboxId : undefined;
  return (
    <>
      <Head
        title="Mailboxes"
        actions={
          <a class="button" href="/api/mailboxes.csv" download>
            Download list
          </a>
        }
      >
        <p>{sumText(view, reader)}</p>
      </Head>
      <Panel
        id="all"
        title="All mailboxes"
        aside={<Filter view={view} filter={filter} reader={reader} />}
        foot={
          shown.length === 0 ? undefined : (
            <>
              <span>
                {reader.count(start + 1)} to {reader.count(start + shown.length)} of {reader.count(matching.length)}
              </span>
              {next === undefined ? null : <a href={withValue(url, 'after', next)}>More mailboxes</a>}
            </>
          )
        }
      >
        {shown.length === 0 ? (
          <NoMailbox isFiltered={filter !== ''} reader={reader} />
        ) : (
          <Scroll labelledBy="all">
            <MailboxesTable mailboxes={shown} reader={reader} />
          </Scroll>
        )}
      </Panel>
      <div class="halves">
        <QuietPanel quiet={view.quiet} reader={reader} />
        <NeverSeenPanel neverSeen={view.neverSeen} rosterAt={view.rosterAt} reader={reader} />
      </div>
    </>
  );
}

function sumText({ mailboxes }: MailboxesView, reader: Reader): string {
  const filled = mailboxes.filter(({ delivered }) => delivered > 0);
  const copies = mailboxes.reduce((sum, { delivered }) => sum + delivered, 0);
  if (mailboxes.length === 0) return 'No copy was to go anywhere yet.';
  return `${reader.count(filled.length)} of ${reader.counted(mailboxes.length, 'mailbox', 'mailboxes')} hold ${reader.counted(copies, 'copy', 'copies')} in their archive folder, "Signal Archiver".`;
}

function Filter({ view, filter, reader }: Pick<MailboxesPageProps, 'view' | 'filter' | 'reader'>) {
  const choices = Object.entries(FILTERS).map(([value, [text, fits]]) => {
    const count = view.mailboxes.filter(fits).length;
    return [value, `${text} (${reader.count(count)})`] as const;
  });
  return (
    <form class="filter" action="/mailboxes" aria-label="Filter mailboxes">
      <FilterSelect name="show" label="Show" all={`All ${reader.count(view.mailboxes.length)}`} value={filter} choices={choices} />
      {reader.isUtc ? <input type="hidden" name="zone" value="utc" /> : null}
      <button class="button small" type="submit">
        Filter
      </button>
    </form>
  );
}

function NoMailbox({ isFiltered, reader }: { readonly isFiltered: boolean; readonly reader: Reader }) {
  if (!isFiltered)
    return (
      <Empty title="No mailbox yet.">
        <p>A mailbox stands here as soon as the first copy is to go into it.</p>
      </Empty>
    );
  return (
    <Empty title="No mailbox matches.">
      <a class="button" href={reader.to('/mailboxes')}>
        Show all mailboxes
      </a>
    </Empty>
  );
}
