import type { ComponentChildren } from 'preact';
import { type PeopleSummary, parsePeopleSummary } from '../../../domain/routing/people-summary';
import type { HeldRow } from '../../../pipeline/rows/held-row';
import type { Reader } from '../format/reader';
import { Time } from '../views/pieces';
import { type HeldFacts, packageOf } from './held-facts';
import { NextTry } from './next-try';

const COLUMNS = ['c-time', 'c-time', 'c-kind', undefined, 'c-who', 'c-size', 'c-tries', 'c-next'];

interface EntriesTableProps {
  readonly reason: string;
  readonly canSelect: boolean;
  readonly children: ComponentChildren;
}

/** Columns are as wide in every section, so that the page reads as one table. */
export function EntriesTable({ reason, canSelect, children }: EntriesTableProps) {
  return (
    <table class="even">
      <colgroup>
        {canSelect ? <col class="c-tick" /> : null}
        {COLUMNS.map((name, index) => (
          <col key={`${name} ${index}`} class={name} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {canSelect ? (
            <th scope="col">
              <label class="tick">
                <input type="checkbox" data-select-all={reason} aria-label={`Select all ${reason}`} autocomplete="off" />
              </label>
            </th>
          ) : null}
          <th scope="col">Sent</th>
          <th scope="col">Arrived</th>
          <th scope="col">Kind</th>
          <th scope="col">Package</th>
          <th scope="col">Participants</th>
          <th scope="col" class="num">
            Size
          </th>
          <th scope="col" class="num">
            Tries
          </th>
          <th scope="col">Next try</th>
        </tr>
      </thead>
      {children}
    </table>
  );
}

interface EntryRowProps {
  readonly row: HeldRow;
  readonly facts: HeldFacts;
  readonly canSelect: boolean;
  readonly reader: Reader;
}

export function EntryRow({ row, facts, canSelect, reader }: EntryRowProps) {
  const stored = packageOf(row, facts);
  const name = stored?.name ?? (row.kind === 'package' ? row.detail : row.packageId);
  const kind = row.kind === 'package' ? reader.counted(Math.max(0, stored?.items ?? 0), 'item') : row.itemKind || 'item';
  const people = row.kind === 'package' ? (facts.peopleOfPackage.get(row.packageId) ?? {}) : parsePeopleSummary(row.people);
  const arrivedAt = row.arrivedAt || (stored?.arrivedAt ?? '');
  return (
    <tr>
      {canSelect ? (
        <td>
          <label class="tick">
            <input
              type="checkbox"
              data-entry={row.key}
              data-reason={row.reason}
              aria-label={`Select ${kind}, ${timesText(row, arrivedAt)}`}
              autocomplete="off"
            />
          </label>
        </td>
      ) : null}
      <td>{row.sentAt === '' ? <span class="quiet">unknown</span> : <Time at={row.sentAt} reader={reader} />}</td>
      <td>{arrivedAt === '' ? <span class="quiet">unknown</span> : <Time at={arrivedAt} reader={reader} />}</td>
      <td>{kind}</td>
      <td title={name}>{name}</td>
      <td title={peopleText(people, reader)}>{peopleText(people, reader)}</td>
      <td class="num">{reader.size(row.bytes)}</td>
      <td class="num">{reader.count(row.tries)}</td>
      <td>
        <NextTry reason={row.reason} nextRunAt={facts.nextRunAt} reader={reader} />
      </td>
    </tr>
  );
}

const utc = (iso: string): string => (iso === '' ? 'unknown' : `${iso.slice(0, 16).replace('T', ' ')} UTC`);
const timesText = ({ sentAt }: HeldRow, arrivedAt: string): string => `sent ${utc(sentAt)}, arrived ${utc(arrivedAt)}`;

/** `3: 1 unmatched, 2 external`. */
function peopleText(people: PeopleSummary, reader: Reader): string {
  const parts = Object.entries(people).filter(([, count]) => count > 0);
  if (parts.length === 0) return 'unknown';
  const sum = parts.reduce((total, [, count]) => total + count, 0);
  const text = parts.map(([state, count]) => `${reader.count(count)} ${state}`).join(', ');
  return parts.length === 1 && sum === 1 ? text : `${reader.count(sum)}: ${text}`;
}
