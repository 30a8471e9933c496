import type { SeenNumber } from '../../../pipeline/admin/numbers-view';
import type { Reader } from '../format/reader';
import { Act } from '../views/act';
import { Mark } from '../views/marks';
import { Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';

const SHOWN_NUMBERS = 50;

interface NumbersPanelProps {
  readonly numbers: readonly SeenNumber[];
  readonly isMappingOwned: boolean;
  readonly showsAll: boolean;
  readonly reader: Reader;
}

/** Numbers and names without row and address, the most frequent first; each is answered once. */
export function NumbersPanel({ numbers, isMappingOwned, showsAll, reader }: NumbersPanelProps) {
  if (numbers.length === 0)
    return (
      <Panel id="numbers" title="Unresolved numbers" aside={<Mark tone="good">None</Mark>}>
        {null}
      </Panel>
    );
  const shown = showsAll ? numbers : numbers.slice(0, SHOWN_NUMBERS);
  const foot =
    shown.length < numbers.length ? (
      <>
        <span>
          {reader.count(shown.length)} of {reader.count(numbers.length)} shown
        </span>
        <a href={reader.to('/held?numbers=all#numbers')}>Show all</a>
      </>
    ) : undefined;
  return (
    <Panel id="numbers" title="Unresolved numbers" aside={<strong>{reader.counted(numbers.length, 'number')}</strong>} foot={foot}>
      <div class="why">
        <p>Neither a row nor an address stands beside these. They hold nothing back and do not change the state of a run.</p>
        <p>
          <strong>You:</strong> answer each once,{' '}
          {isMappingOwned ? 'with a row in the mapping file of the stack, or "Not ours"' : '"Map" or "Not ours"'}.
        </p>
      </div>
      <Scroll labelledBy="numbers">
        <table>
          <thead>
            <tr>
              <th scope="col">Number</th>
              <th scope="col">Name beside it</th>
              <th scope="col" class="num sorted" aria-sort="descending">
                Items
              </th>
              <th scope="col">First seen</th>
              <th scope="col">Last seen</th>
              {reader.mayAct ? (
                <th scope="col">
                  <span class="hidden">Answer</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {shown.map((each, index) => (
              <NumberRow key={each.key} row={each} id={`number-${index + 1}`} isMappingOwned={isMappingOwned} reader={reader} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

interface NumberRowProps {
  readonly row: SeenNumber;
  readonly id: string;
  readonly isMappingOwned: boolean;
  readonly reader: Reader;
}

function NumberRow({ row, id, isMappingOwned, reader }: NumberRowProps) {
  return (
    <tr>
      <th scope="row" id={id}>
        {reader.shown.number(row.shown)}
      </th>
      <td>{row.name === '' || row.name === row.shown ? <span class="quiet">none</span> : reader.shown.name(row.name)}</td>
      <td class="num">{reader.count(row.items)}</td>
      <td>
        <Time at={row.firstSeenAt} reader={reader} />
      </td>
      <td>
        <Time at={row.lastSeenAt} reader={reader} />
      </td>
      {reader.mayAct ? (
        <td class="num nowrap">
          {!isMappingOwned && /^\d+$/.test(row.shown) ? (
            <Act name="map" look="small" about={id} input={{ number: row.shown }}>
              Map
            </Act>
          ) : null}{' '}
          <Act name="not-ours" look="small" about={id} input={{ number: row.shown }}>
            Not ours
          </Act>
        </td>
      ) : null}
    </tr>
  );
}
