import type { MailboxView } from '../../../pipeline/admin/mailboxes-view';
import type { Reader } from '../format/reader';
import { Mark, Reason } from '../views/marks';
import { Time } from '../views/pieces';

interface MailboxesTableProps {
  readonly mailboxes: readonly MailboxView[];
  readonly reader: Reader;
}

/** Normal values are quiet; what differs has an icon and a word. */
export function MailboxesTable({ mailboxes, reader }: MailboxesTableProps) {
  return (
    <table>
      <caption class="hidden">Mailboxes, oldest waiting first, then by name</caption>
      <thead>
        <tr>
          <th scope="col">Mailbox</th>
          <th scope="col">Archive folder</th>
          <th scope="col" class="num">
            Ledger count
          </th>
          <th scope="col">Last item</th>
          <th scope="col" class="sorted up" aria-sort="ascending">
            Oldest waiting
          </th>
          <th scope="col">Why it waits</th>
          <th scope="col">Throttled until</th>
          <th scope="col" class="num">
            Usual per week
          </th>
        </tr>
      </thead>
      <tbody>
        {mailboxes.map((row) => (
          <Row key={row.mailboxId} row={row} reader={reader} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, reader }: { readonly row: MailboxView; readonly reader: Reader }) {
  const { address, delivered, lastItemAt, oldestWaitingAt, throttledUntil, usualPerWeek } = row;
  return (
    <tr>
      <th scope="row">
        <a href={reader.to(`/find?q=${encodeURIComponent(address)}`)}>{address}</a>
      </th>
      <td>
        <Folder row={row} reader={reader} />
      </td>
      <td class={delivered === 0 ? 'num quiet' : 'num'}>{reader.count(delivered)}</td>
      <td>{lastItemAt === '' ? <span class="quiet">none</span> : <Time at={lastItemAt} reader={reader} />}</td>
      <td>{oldestWaitingAt === '' ? <span class="quiet">none</span> : <Time at={oldestWaitingAt} reader={reader} />}</td>
      <td class="nowrap">
        <Waits row={row} reader={reader} />
      </td>
      <td>
        {throttledUntil === '' ? (
          <span class="quiet">no</span>
        ) : (
          <Mark tone="live" icon="clock">
            <Time at={throttledUntil} look="clock" reader={reader} />
          </Mark>
        )}
      </td>
      <td class="num">{usualPerWeek === undefined ? <span class="quiet">too early</span> : reader.count(usualPerWeek)}</td>
    </tr>
  );
}

function Folder({ row: { folder, folderName, folderRecreatedAt }, reader }: { readonly row: MailboxView; readonly reader: Reader }) {
  switch (folder) {
    case 'none':
      return (
        <Mark tone="none">
          <span class="nowrap">none yet</span>
        </Mark>
      );
    case 'exists':
      return <span class="quiet">exists</span>;
    case 'renamed':
      return <Mark tone="held">{folderName === '' ? 'renamed' : `renamed "${folderName}"`}</Mark>;
    case 'recreated':
      return (
        <Mark tone="held">
          <span>
            recreated on <Time at={folderRecreatedAt} look="day" reader={reader} />
          </span>
        </Mark>
      );
  }
}

function Waits({ row: { waiting, waitsFor, address, refusal }, reader }: { readonly row: MailboxView; readonly reader: Reader }) {
  if (waiting === 0) return refusal === '' ? null : <Reason code={refusal} />;
  const atWork = waitsFor.reduce((left, { count }) => left - count, waiting);
  return (
    <>
      {waitsFor.map(({ reason, count }) => (
        <div key={reason}>
          <a href={reader.to(`/held?reason=${reason}&mailbox=${encodeURIComponent(address)}`)}>{reader.count(count)}</a>{' '}
          <Reason code={reason} />
        </div>
      ))}
      {atWork > 0 ? `${reader.count(atWork)} in the run at work` : null}
    </>
  );
}
