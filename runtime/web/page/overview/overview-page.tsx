import { type Overview, readOverview } from '../../../pipeline/admin/overview';
import type { Reader } from '../format/reader';
import type { PageCall, PageContent } from '../page-call';
import { Act } from '../views/act';
import { Empty, Head, Panel, Time } from '../views/pieces';
import { attentionOf } from './attention';
import { AttentionPanel } from './attention-panel';
import { chartOf } from './chart';
import { ChartPanel } from './chart-panel';
import { ReconciliationPanel } from './reconciliation-panel';
import { RunsPanel } from './runs-panel';
import { StatePanel } from './state-panel';

export async function overviewPage({ ports, reader }: PageCall): Promise<PageContent> {
  const overview = await readOverview(ports);
  return {
    title: 'Overview',
    section: 'Overview',
    main: <OverviewView overview={overview} reader={reader} />,
    hasStatusLine: true,
    isLive: overview.live.length > 0,
  };
}

/** The answer, the sum that proves it, what needs somebody, then the history. */
export function OverviewView({ overview, reader }: { readonly overview: Overview; readonly reader: Reader }) {
  const { daily } = overview;
  return (
    <>
      <Head title="Overview" actions={reader.mayAct ? <Actions reader={reader} /> : undefined} />
      <StatePanel overview={overview} reader={reader} />
      {daily === undefined ? (
        <NoRun overview={overview} reader={reader} />
      ) : (
        <ReconciliationPanel run={daily} overview={overview} reader={reader} />
      )}
      <div class="columns">
        <AttentionPanel attention={attentionOf(overview)} reader={reader} />
        <RunsPanel overview={overview} reader={reader} />
      </div>
      {overview.chart.length === 0 ? null : <ChartPanel chart={chartOf(overview.chart, new Date(overview.now))} reader={reader} />}
    </>
  );
}

function Actions({ reader }: { readonly reader: Reader }) {
  return (
    <>
      <a class="button" href={reader.to('/runs#past-window')}>
        Run a past window
      </a>
      <Act name="run-now" input={{}} look="primary">
        Run now
      </Act>
    </>
  );
}

function NoRun({ overview: { nextRunAt }, reader }: { readonly overview: Overview; readonly reader: Reader }) {
  return (
    <Panel id="sum" title="Reconciliation">
      <Empty title="No run yet.">
        <p>
          {nextRunAt === '' ? (
            'No run starts by itself while the connector is paused.'
          ) : (
            <>
              The first opens on <Time at={nextRunAt} look="long" reader={reader} /> and takes everything that the source lists.
            </>
          )}
        </p>
      </Empty>
    </Panel>
  );
}
