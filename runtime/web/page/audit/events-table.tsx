import type { AuditEvent } from '../../../domain/evidence/audit-event';
import type { Reader } from '../format/reader';
import { Mark } from '../views/marks';
import { Hash, Time } from '../views/pieces';
import { ACT_WORDS, roleWord } from './audit-words';
import type { TargetName, TargetNames } from './target-names';

interface EventsTableProps {
  readonly events: readonly AuditEvent[];
  readonly names: TargetNames;
  readonly reader: Reader;
}

export function EventsTable({ events, names, reader }: EventsTableProps) {
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
            <td class="who">
              <Address text={event.actor} />
            </td>
            <td>{roleWord(event.role)}</td>
            <td class="nowrap">{event.act === 'refused' ? <Mark tone="held">{ACT_WORDS.refused}</Mark> : ACT_WORDS[event.act]}</td>
            <td class="wide">
              <Target target={event.target} names={names} reader={reader} />
            </td>
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

const ID = /\b([0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{8}T\d{6}Z-[0-9a-f]{8}|[0-9a-f]{32}|[0-9a-f]{16})\b/;
const HASH = /^(?:[0-9a-f]{64}|[0-9a-f]{32})$/;

/** Ids by name where there is one. A whole hash is compared elsewhere; here it only gets in the way. */
function Target({ target, names, reader }: { readonly target: string } & Omit<EventsTableProps, 'events'>) {
  const parts = target.split(ID).map((part, index) => ({ part, index, isId: index % 2 === 1 }));
  return <>{parts.map(({ part, index, isId }) => (isId ? <Id key={index} id={part} name={names.get(part)} reader={reader} /> : part))}</>;
}

function Id({ id, name, reader }: { readonly id: string; readonly name: TargetName | undefined; readonly reader: Reader }) {
  if (name === undefined) return <>{HASH.test(id) ? `${id.slice(0, 4)} ${id.slice(4, 8)}` : id}</>;
  const text = name.kind === 'number' ? reader.shown.number(name.text) : name.text;
  if (name.to !== '') return <a href={reader.to(name.to)}>{text}</a>;
  return (
    <span title={reader.shown.isMasked ? undefined : id}>
      <Address text={text} />
    </span>
  );
}

/** May be broken before its domain, and not within a name. */
function Address({ text }: { readonly text: string }) {
  const at = text.lastIndexOf('@');
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </>
  );
}
