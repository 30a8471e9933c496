import type { AuditEvent } from '../../../domain/evidence/audit-event';
import type { Reader } from '../format/reader';
import { Mark } from '../views/marks';
import { Hash, Time } from '../views/pieces';
import { ACT_WORDS, roleWord } from './audit-words';

export function EventsTable({ events, reader }: { readonly events: readonly AuditEvent[]; readonly reader: Reader }) {
  return (
    <table>
      <caption class="hidden">Events, newest first</caption>
      <thead>
        <tr>
          <th scope="col" class="num sorted" aria-sort="descending">
            Event
          </th>
          <th scope="col">Time</th>
          <th scope="col">Who</th>
          <th scope="col">Role</th>
          <th scope="col">Act</th>
          <th scope="col">Target</th>
          <th scope="col">Reason</th>
          <th scope="col">Approved by</th>
          <th scope="col">Hash</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.sequence} id={`event-${event.sequence}`}>
            <th scope="row" class="num">
              {reader.count(event.sequence)}
            </th>
            <td>
              <Time at={event.at} reader={reader} />
            </td>
            <td>{event.actor}</td>
            <td>{roleWord(event.role)}</td>
            <td class="nowrap">{event.act === 'refused' ? <Mark tone="held">{ACT_WORDS.refused}</Mark> : ACT_WORDS[event.act]}</td>
            <td class="wide">{targetText(event.target)}</td>
            <td class="wide">{event.reason === '' ? <span class="quiet">none given</span> : reader.shown.text(event.reason)}</td>
            <td>{event.approver === '' ? <span class="quiet">none</span> : event.approver}</td>
            <td>
              <Hash value={event.hash} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whole hashes are compared elsewhere; here they only get in the way. */
const targetText = (target: string): string => target.replace(/\b[0-9a-f]{64}\b/g, (hash) => `${hash.slice(0, 4)} ${hash.slice(4, 8)}`);
