import type { Reader } from '../format/reader';
import { NumberHeads } from '../run/packages-panel';
import { Act } from '../views/act';
import { Badge } from '../views/marks';
import { Empty, Hash, NumberCell, Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';
import type { MappingFacts } from './mapping-facts';

interface HistoryPanelProps {
  readonly facts: MappingFacts;
  readonly reader: Reader;
}

export function HistoryPanel({ facts, reader }: HistoryPanelProps) {
  const { shown, total, next } = facts;
  const foot =
    shown.length === 0 ? undefined : (
      <>
        <span>
          {reader.count(shown.length)} of {reader.counted(total, 'version')} shown
        </span>
        {next === undefined ? null : <a href={reader.to(`/mapping?before=${next}#history`)}>Older versions</a>}
      </>
    );
  return (
    <Panel id="history" title="History" foot={foot}>
      {shown.length === 0 ? (
        <Empty title="No version yet.">
          <p>The first file that is activated becomes version 1. Every version is kept.</p>
        </Empty>
      ) : (
        <Scroll labelledBy="history">
          <table>
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">Activated</th>
                <th scope="col">By</th>
                <th scope="col">How</th>
                <NumberHeads names={['Rows', 'Added', 'Removed', 'Re-routed']} />
                <th scope="col">SHA-256</th>
                <th scope="col">
                  <span class="hidden">Differences</span>
                </th>
                <th scope="col">
                  <span class="hidden">Roll back</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((version) => (
                <VersionRow key={version.number} version={version} facts={facts} reader={reader} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function VersionRow({ version: each, facts, reader }: HistoryPanelProps & { readonly version: MappingFacts['shown'][number] }) {
  const { number, version, activatedAt, activatedBy, how, rows, isCurrent, figures } = each;
  const id = `v${number}`;
  const canRollBack = reader.mayAct && facts.ownedBy === '' && !isCurrent && version !== facts.current?.version;
  return (
    <tr>
      <th scope="row" id={id}>
        {isCurrent ? (
          <span class="mark">
            <strong>{reader.count(number)}</strong>
            <Badge tone="good">Current</Badge>
          </span>
        ) : (
          reader.count(number)
        )}
      </th>
      <td>
        <Time at={activatedAt} reader={reader} />
      </td>
      <td>{activatedBy}</td>
      <td>{how}</td>
      <td class="num">{reader.count(rows)}</td>
      <NumberCell value={figures.added} reader={reader} />
      <NumberCell value={figures.removed} reader={reader} />
      <NumberCell value={figures.rerouted} reader={reader} />
      <td>
        <Hash value={version} />
      </td>
      <td class="num">
        <a href={reader.to(`/mapping/${number}`)} aria-describedby={id}>
          Differences
        </a>
      </td>
      <td class="num">
        {canRollBack ? (
          <Act name="roll-back" look="small" about={id} input={{ version, number, rows, etag: facts.etag }}>
            Roll back
          </Act>
        ) : null}
      </td>
    </tr>
  );
}
