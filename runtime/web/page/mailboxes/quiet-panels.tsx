import type { NeverSeenNumber, QuietNumber } from '../../../pipeline/admin/mailboxes-view';
import { setupAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import { Mark } from '../views/marks';
import { Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';

const SHOWN_NUMBERS = 100;

function moreText(all: number, reader: Reader): string {
  return all > SHOWN_NUMBERS ? ` ${reader.count(SHOWN_NUMBERS)} of ${reader.count(all)} shown.` : '';
}

/** Phones that were recorded and say nothing any more. */
export function QuietPanel({ quiet, reader }: { readonly quiet: readonly QuietNumber[]; readonly reader: Reader }) {
  return (
    <Panel
      id="quiet"
      title="Mapped, no item for 30 days"
      aside={quiet.length === 0 ? <Mark tone="good">None</Mark> : <strong>{reader.counted(quiet.length, 'number')}</strong>}
      foot={
        quiet.length === 0 ? undefined : <span>{`Ask the owner whether the phone still records.${moreText(quiet.length, reader)}`}</span>
      }
    >
      {quiet.length === 0 ? null : (
        <Scroll labelledBy="quiet">
          <table>
            <thead>
              <tr>
                <th scope="col">Mailbox</th>
                <th scope="col">Number</th>
                <th scope="col">Last item</th>
                <th scope="col" class="num">
                  Ledger count
                </th>
              </tr>
            </thead>
            <tbody>
              {quiet.slice(0, SHOWN_NUMBERS).map(({ mailbox, number, lastItemAt, delivered }) => (
                <tr key={number}>
                  <th scope="row">{mailbox}</th>
                  <td>{reader.shown.number(number)}</td>
                  <td>
                    <Time at={lastItemAt} look="day" reader={reader} />
                  </td>
                  <td class="num">{reader.count(delivered)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

interface NeverSeenPanelProps {
  readonly neverSeen: readonly NeverSeenNumber[];
  readonly rosterAt: string;
  readonly reader: Reader;
}

/** Numbers of the mapping that no item has shown yet: a typing error, or a phone that was never registered. */
export function NeverSeenPanel({ neverSeen, rosterAt, reader }: NeverSeenPanelProps) {
  return (
    <Panel
      id="never"
      title="Numbers never seen"
      aside={neverSeen.length === 0 ? <Mark tone="good">None</Mark> : <strong>{reader.counted(neverSeen.length, 'number')}</strong>}
      foot={neverSeen.length === 0 ? undefined : <RosterText rosterAt={rosterAt} all={neverSeen.length} reader={reader} />}
    >
      {neverSeen.length === 0 ? null : (
        <Scroll labelledBy="never">
          <table>
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col">Mailbox</th>
                <th scope="col">In the mapping since</th>
                <th scope="col">Registered at TeleMessage</th>
              </tr>
            </thead>
            <tbody>
              {neverSeen.slice(0, SHOWN_NUMBERS).map(({ number, mailbox, mappedSince, isRegistered }) => (
                <tr key={number}>
                  <th scope="row">{reader.shown.number(number)}</th>
                  <td>{mailbox}</td>
                  <td>{mappedSince === '' ? <span class="quiet">unknown</span> : <Time at={mappedSince} look="day" reader={reader} />}</td>
                  <td>
                    <Registered value={isRegistered} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function Registered({ value }: { readonly value: boolean | undefined }) {
  if (value === undefined) return <span class="quiet">no roster</span>;
  return value ? <Mark tone="good">Yes</Mark> : <Mark tone="held">No</Mark>;
}

function RosterText({ rosterAt, all, reader }: { readonly rosterAt: string; readonly all: number; readonly reader: Reader }) {
  const step = <a href={reader.to(setupAddress('users'))}>Setup, step 3</a>;
  return (
    <span>
      {rosterAt === '' ? (
        <>Bring the roster to know which are registered: {step}.</>
      ) : (
        <>
          From the roster of <Time at={rosterAt} look="day" reader={reader} />, {step}.
        </>
      )}
      {moreText(all, reader)}
    </span>
  );
}
