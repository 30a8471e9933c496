import { listRuns, type RunPage, type RunQuery } from '../../../pipeline/admin/run-list';
import { type ReportVerdict, verifyReports } from '../../../pipeline/admin/verify-report';
import type { RunTrigger } from '../../../pipeline/rows/run-row';
import { withValue } from '../format/addresses';
import type { Reader } from '../format/reader';
import { type ClosedState, STATE_WORDS, TRIGGER_WORDS } from '../format/run-words';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { Act } from '../views/act';
import { FilterSelect } from '../views/filter-select';
import { Empty, Head, Panel } from '../views/pieces';
import { Scroll } from '../views/scroll';
import { PastWindow, type PastWindowFacts, pastWindowFacts } from './past-window';
import { RunsTable } from './runs-table';

const SHOWN_RUNS = 20;

export async function runsPage(call: PageCall): Promise<PageContent> {
  const { ports, reader, url } = call;
  const query = runQuery(call);
  const [page, past] = await Promise.all([listRuns(query, ports), pastWindowFacts(call)]);
  const verdicts = await verifyReports(page.closed, ports);
  return {
    title: 'Runs',
    section: 'Runs',
    main: <RunsView page={page} verdicts={verdicts} query={query} past={past} url={url} reader={reader} />,
    isLive: page.live.length > 0,
  };
}

function runQuery(call: PageCall): RunQuery {
  const [state, trigger, before] = [queryOf(call, 'state'), queryOf(call, 'trigger'), Number(queryOf(call, 'before'))];
  return {
    limit: SHOWN_RUNS,
    ...(Object.hasOwn(STATE_WORDS, state) ? { state: state as ClosedState } : {}),
    ...(Object.hasOwn(TRIGGER_WORDS, trigger) ? { trigger: trigger as RunTrigger } : {}),
    ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
  };
}

interface RunsViewProps {
  readonly page: RunPage;
  readonly verdicts: ReadonlyMap<string, ReportVerdict>;
  readonly query: RunQuery;
  readonly past: PastWindowFacts;
  readonly url: URL;
  readonly reader: Reader;
}

export function RunsView({ page, verdicts, query, past, url, reader }: RunsViewProps) {
  const { live, closed, total, next } = page;
  const runNow = (
    <Act name="run-now" input={{}} look="primary">
      Run now
    </Act>
  );
  return (
    <>
      <Head title="Runs" actions={reader.mayAct ? runNow : undefined}>
        <p>{reader.counted(total, 'closed run')}. The order is the order of closing.</p>
      </Head>
      {reader.mayAct ? <PastWindow past={past} reader={reader} /> : null}
      <Panel
        id="list"
        title="All runs"
        aside={<RunFilter query={query} reader={reader} />}
        foot={
          <>
            <span>{shownText(page, reader)}</span>
            {next === undefined ? null : <a href={withValue(url, 'before', String(next))}>Older runs</a>}
          </>
        }
      >
        {live.length + closed.length === 0 ? (
          <NoRuns total={total} reader={reader} />
        ) : (
          <Scroll labelledBy="list">
            <RunsTable live={live} closed={closed} verdicts={verdicts} reader={reader} />
          </Scroll>
        )}
      </Panel>
    </>
  );
}

function shownText({ closed, live, total }: RunPage, reader: Reader): string {
  const atWork = live.length === 0 ? '' : `, ${reader.count(live.length)} at work`;
  return `${reader.count(closed.length)} of ${reader.counted(total, 'closed run')} shown${atWork}`;
}

function NoRuns({ total, reader }: { readonly total: number; readonly reader: Reader }) {
  if (total === 0)
    return (
      <Empty title="No run yet.">
        <p>The first one takes everything that the source lists, or what arrived since START_FROM.</p>
      </Empty>
    );
  return (
    <Empty title="No run matches.">
      <p>{reader.counted(total, 'run is', 'runs are')} in the chain. Take the filter off to see them.</p>
      <a class="button" href={reader.to('/runs')}>
        Show all runs
      </a>
    </Empty>
  );
}

function RunFilter({ query, reader }: { readonly query: RunQuery; readonly reader: Reader }) {
  const states = Object.entries(STATE_WORDS).map(([value, [text]]) => [value, text] as const);
  return (
    <form class="filter" action="/runs" aria-label="Filter runs">
      <FilterSelect name="state" label="State" all="All" value={query.state ?? ''} choices={states} />
      <FilterSelect name="trigger" label="Trigger" all="All" value={query.trigger ?? ''} choices={Object.entries(TRIGGER_WORDS)} />
      {reader.isUtc ? <input type="hidden" name="zone" value="utc" /> : null}
      <button class="button small" type="submit">
        Filter
      </button>
    </form>
  );
}
