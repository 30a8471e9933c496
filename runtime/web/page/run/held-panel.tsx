import type { HeldEntry } from '../../../pipeline/admin/held-list';
import type { RunDetail } from '../../../pipeline/admin/run-detail';
import { heldAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import { NextTry } from '../held/next-try';
import { Mark, Reason } from '../views/marks';
import { Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';

interface HeldPanelProps {
  readonly detail: RunDetail;
  readonly reader: Reader;
}

/** What this run added to held and is open still; a stub that stands for an item too large counts too. */
export function HeldPanel({ detail: { runId, held, heldTotal }, reader }: HeldPanelProps) {
  const foot =
    heldTotal > held.length ? (
      <>
        <span>
          {reader.count(held.length)} of {reader.count(heldTotal)} shown
        </span>
        <a href={reader.to(`/held?run=${encodeURIComponent(runId)}`)}>All of them</a>
      </>
    ) : undefined;
  return (
    <Panel id="held" title="Held and in part" aside={<a href={reader.to(heldAddress())}>Open held</a>} foot={foot}>
      {held.length === 0 ? (
        <div class="empty">
          <Mark tone="good">Nothing that this run held back is open.</Mark>
        </div>
      ) : (
        <EntriesTable labelledBy="held" entries={held} reader={reader} />
      )}
    </Panel>
  );
}

export function FailedPanel({ detail: { failed }, reader }: HeldPanelProps) {
  return (
    <Panel id="failed" title="Failed">
      {failed.length === 0 ? (
        <div class="empty">
          <Mark tone="good">No delivery failed in this run.</Mark>
        </div>
      ) : (
        <EntriesTable labelledBy="failed" entries={failed} reader={reader} />
      )}
    </Panel>
  );
}

interface EntriesTableProps {
  readonly labelledBy: string;
  readonly entries: readonly HeldEntry[];
  readonly reader: Reader;
}

function EntriesTable({ labelledBy, entries, reader }: EntriesTableProps) {
  return (
    <Scroll labelledBy={labelledBy}>
      <table>
        <thead>
          <tr>
            <th scope="col">Mailbox, number or package</th>
            <th scope="col">Reason</th>
            <th scope="col">Sent</th>
            <th scope="col">Kind</th>
            <th scope="col">Package</th>
            <th scope="col" class="num">
              Tries
            </th>
            <th scope="col">Next try</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">{entry.mailbox || reader.shown.number(entry.number) || (entry.kind === 'package' ? 'Package' : 'Item')}</th>
              <td>
                <Reason code={entry.reason} />
                {entry.why === '' || entry.why === entry.reason ? null : <small class="nowrap"> {entry.why}</small>}
              </td>
              <td>{entry.sentAt === '' ? <span class="quiet">unknown</span> : <Time at={entry.sentAt} reader={reader} />}</td>
              <td>{entry.kind === 'package' ? 'package' : entry.itemKind || 'item'}</td>
              <td class="nowrap">{entry.package}</td>
              <td class="num">{reader.count(entry.tries)}</td>
              <td class="nowrap">
                <NextTry reason={entry.reason} nextRunAt="" reader={reader} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
