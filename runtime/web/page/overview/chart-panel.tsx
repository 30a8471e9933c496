import type { Reader } from '../format/reader';
import { NumberCell, Panel } from '../views/pieces';
import { Scroll } from '../views/scroll';
import { CHART_DAYS, type Chart, type ChartBar } from './chart';

const DAY_WIDTH = 10;
const BAR_MARGIN = 1.5;
const LANE_HEIGHT = 100;
/** A bar of one item must be seen beside one of a thousand. */
const LEAST_HEIGHT = 2;
/** Few held items do not fill their lane: its scale begins here. */
const LEAST_SCALE = 25;

interface ChartProps {
  readonly chart: Chart;
  readonly reader: Reader;
}

/** Three lanes on one axis, because held would vanish on the scale of imported. */
export function ChartPanel({ chart, reader }: ChartProps) {
  const { most } = chart;
  const note = `by window, weekends shaded; at most ${reader.count(most.imported)} imported and ${reader.count(most.held)} held a day`;
  return (
    <Panel id="days" title="Last 30 days" aside={<span class="note">{note}</span>}>
      <figure>
        <div class="chart">
          <Lane name="imported" chart={chart} reader={reader} scale={most.imported} />
          <Lane name="held" chart={chart} reader={reader} scale={Math.max(LEAST_SCALE, most.held)} />
          <Lane name="failed" chart={chart} reader={reader} scale={Math.max(LEAST_SCALE, most.failed)} />
          <ol class="days" aria-hidden="true">
            {chart.days.map(({ at, isMonday }) => (
              <li key={at}>{isMonday ? dayText(at) : null}</li>
            ))}
          </ol>
        </div>
        <Caption chart={chart} />
      </figure>
      <details>
        <summary class="note">Show as table</summary>
        <ChartTable chart={chart} reader={reader} />
      </details>
    </Panel>
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Windows are named by UTC days, the same for every reader: this label is no time of the reader's zone. */
const dayText = (at: string): string => `${new Date(at).getUTCDate()} ${MONTHS[new Date(at).getUTCMonth()]}`;

interface LaneProps extends ChartProps {
  readonly name: 'imported' | 'held' | 'failed';
  readonly scale: number;
}

function Lane({ name, chart, reader, scale }: LaneProps) {
  const weekends = chart.days.flatMap(({ isWeekend }, index) => (isWeekend ? [index] : []));
  return (
    <>
      <p class="lane-name">
        <b>{reader.count(chart[name])}</b> {name}
      </p>
      <svg
        class={`lane ${name}`}
        shape-rendering="crispEdges"
        viewBox={`0 0 ${CHART_DAYS * DAY_WIDTH} ${LANE_HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {weekends.map((index) => (
          <rect key={index} class="weekend" x={index * DAY_WIDTH} y={0} width={DAY_WIDTH} height={LANE_HEIGHT} />
        ))}
        {chart.bars
          .filter((bar) => bar[name] > 0)
          .map((bar) => (
            <Bar key={bar.first} bar={bar} value={bar[name]} scale={scale} title={`${bar.name}: ${reader.count(bar[name])} ${name}`} />
          ))}
      </svg>
    </>
  );
}

/** As wide as its windows; as high as its daily average. What began before the thirty days is cut at the edge. */
function Bar({
  bar,
  value,
  scale,
  title,
}: {
  readonly bar: ChartBar;
  readonly value: number;
  readonly scale: number;
  readonly title: string;
}) {
  const height = Math.min(LANE_HEIGHT, Math.max(LEAST_HEIGHT, Math.round((value / bar.days / Math.max(1, scale)) * 95)));
  const left = Math.max(0, bar.first);
  const width = (bar.first + bar.days - left) * DAY_WIDTH - 2 * BAR_MARGIN;
  return (
    <rect x={left * DAY_WIDTH + BAR_MARGIN} y={LANE_HEIGHT - height} width={width} height={height}>
      <title>{title}</title>
    </rect>
  );
}

function Caption({ chart: { bars } }: Pick<ChartProps, 'chart'>) {
  const notes = bars
    .toReversed()
    .flatMap(({ name, days, rejected }) => [
      ...(rejected === 0 ? [] : [`${name}: ${rejected === 1 ? 'a package was' : `${rejected} packages were`} rejected.`]),
      ...(days === 1 ? [] : [`${name}: one bar over ${days} days; its height is the daily average.`]),
    ]);
  return notes.length === 0 ? null : (
    <figcaption class="panel-foot">
      <span>{notes.join(' ')}</span>
    </figcaption>
  );
}

function ChartTable({ chart, reader }: ChartProps) {
  return (
    <Scroll label="Last 30 days as a table">
      <table>
        <caption class="hidden">Imported, held and failed by window, last 30 days</caption>
        <thead>
          <tr>
            <th scope="col">Window</th>
            <th scope="col" class="num">
              Imported
            </th>
            <th scope="col" class="num">
              Held
            </th>
            <th scope="col" class="num">
              Failed
            </th>
          </tr>
        </thead>
        <tbody>
          {chart.bars.toReversed().map((bar) => (
            <tr key={bar.first}>
              <th scope="row">{bar.name}</th>
              <NumberCell value={bar.imported} reader={reader} />
              <NumberCell value={bar.held} reader={reader} />
              <NumberCell value={bar.failed} reader={reader} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
