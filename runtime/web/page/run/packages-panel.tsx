import type { RunDetail, RunPackage } from '../../../pipeline/admin/run-detail';
import { gapText } from '../format/gap-text';
import type { Reader } from '../format/reader';
import { Badge, Reason, type Tone } from '../views/marks';
import { Empty, Hash, NumberCell, Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';

const STATES: Readonly<Record<RunPackage['state'], readonly [word: string, tone: Tone]>> = {
  listed: ['Listed', 'live'],
  stored: ['Stored', 'live'],
  unpacked: ['Complete', 'good'],
  rejected: ['Rejected', 'held'],
  duplicate: ['Came before', 'none'],
  held: ['Held', 'held'],
};

const SHOWN_PACKAGES = 200;
const SHOWN_PROBLEMS = 3;

interface PackagesPanelProps {
  readonly detail: RunDetail;
  readonly reader: Reader;
}

export function PackagesPanel({ detail, reader }: PackagesPanelProps) {
  const { packages, report } = detail;
  const problems = report?.sourceProblems ?? [];
  const foot =
    problems.length === 0 ? undefined : <span>{problems.map(({ detail: text }) => `${reader.shown.text(gapText(text))}.`).join(' ')}</span>;
  return (
    <Panel id="packages" title="Packages" foot={foot}>
      {packages.length === 0 ? (
        <Empty
          title={detail.run.trigger === 'replay' ? 'A replay reads packages of earlier runs.' : 'No package arrived in this window.'}
        />
      ) : (
        <Scroll labelledBy="packages">
          <PackagesTable packages={packages} reader={reader} />
        </Scroll>
      )}
    </Panel>
  );
}

function PackagesTable({ packages, reader }: { readonly packages: readonly RunPackage[]; readonly reader: Reader }) {
  const sum = (pick: (each: RunPackage) => number): number => packages.reduce((total, each) => total + pick(each), 0);
  const more = packages.length - SHOWN_PACKAGES;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Package</th>
          <th scope="col">SHA-256</th>
          <th scope="col">Arrived</th>
          <NumberHeads names={['Size', 'Manifest', 'Read']} />
          <th scope="col">State</th>
          <NumberHeads names={['Unmatched', 'Deliveries', 'Duplicates']} />
        </tr>
      </thead>
      <tbody>
        {packages.slice(0, SHOWN_PACKAGES).map((each) => (
          <PackageRow key={each.packageId} row={each} reader={reader} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {reader.counted(packages.length, 'package')}
            {more > 0 ? `, ${reader.count(more)} of them not shown` : ''}
          </th>
          <td />
          <td />
          <td class="num nowrap">{reader.size(sum(({ bytes }) => bytes))}</td>
          <td class="num">{reader.count(sum(({ manifestCount }) => manifestCount ?? 0))}</td>
          <td class="num">{reader.count(sum(({ items }) => items))}</td>
          <td />
          <td class="num">{reader.count(sum(({ unmatched }) => unmatched))}</td>
          <td class="num">{reader.count(sum(({ deliveries }) => deliveries))}</td>
          <td class="num">{reader.count(sum(({ duplicates }) => duplicates))}</td>
        </tr>
      </tfoot>
    </table>
  );
}

export const NumberHeads = ({ names }: { readonly names: readonly string[] }) => (
  <>
    {names.map((name) => (
      <th key={name} scope="col" class="num">
        {name}
      </th>
    ))}
  </>
);

function PackageRow({ row, reader }: { readonly row: RunPackage; readonly reader: Reader }) {
  const [word, tone] = STATES[row.state];
  return (
    <tr>
      <th scope="row" class="nowrap">
        {row.name}
        <Problems row={row} reader={reader} />
      </th>
      <td>
        <Hash value={row.sha256} />
      </td>
      <td>
        <Time at={row.arrivedAt} reader={reader} />
      </td>
      <td class="num nowrap">{reader.size(row.bytes)}</td>
      <td class="num">{row.manifestCount === undefined ? <span class="quiet">none</span> : reader.count(row.manifestCount)}</td>
      <NumberCell value={row.items} reader={reader} />
      <td>
        <Badge tone={tone}>{word}</Badge>
      </td>
      <NumberCell value={row.unmatched} reader={reader} />
      <NumberCell value={row.deliveries} reader={reader} />
      <NumberCell value={row.duplicates} reader={reader} />
    </tr>
  );
}

function Problems({ row: { problems }, reader }: { readonly row: RunPackage; readonly reader: Reader }) {
  const more = problems.length - SHOWN_PROBLEMS;
  return (
    <>
      {problems.slice(0, SHOWN_PROBLEMS).map(({ code, entry, detail }) => (
        <small key={`${code} ${entry} ${detail}`}>
          <Reason code={code} /> {reader.shown.text(entry === '' ? detail : `${entry}: ${detail}`)}
        </small>
      ))}
      {more > 0 ? <small>and {reader.counted(more, 'more problem')}, in the report</small> : null}
    </>
  );
}
