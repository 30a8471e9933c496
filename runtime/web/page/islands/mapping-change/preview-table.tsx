import { ChangeBadge } from '../../mapping/change-badge';
import { Mark } from '../../views/marks';
import { Scroll } from '../../views/scroll';
import { counted } from '../acts/act';
import type { Preview, PreviewRow, YesNo } from './checked-file';

/** Number, old and new mailbox, whether it can be delivered to, and what goes with it. */
export function PreviewTable({ preview: { rows, changedNumbers, recentItems, heldItems, days } }: { readonly preview: Preview }) {
  return (
    <Scroll labelledBy="preview">
      <table>
        <caption class="hidden">What would change</caption>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Change</th>
            <th scope="col">Old mailbox</th>
            <th scope="col">New mailbox</th>
            <th scope="col">In directory</th>
            <th scope="col">In scope</th>
            <th scope="col" class="num">
              Items of the last {days} days
            </th>
            <th scope="col" class="num">
              Held items that would go
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.number} row={row} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              {rows.length < changedNumbers
                ? `${rows.length} of ${counted(changedNumbers, 'number')} shown`
                : counted(changedNumbers, 'number')}
            </th>
            <td colSpan={5} />
            <td class="num">{recentItems}</td>
            <td class="num">{heldItems}</td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

function Row({ row: { number, kind, before, after, inDirectory, inScope, recentItems, heldItems } }: { readonly row: PreviewRow }) {
  const isGone = after.length === 0;
  return (
    <tr>
      <th scope="row">{number}</th>
      <td>
        <ChangeBadge kind={kind} />
      </td>
      <td class={before.length === 0 ? 'quiet' : kind === 'changed' ? undefined : 'was'}>{before.join(', ') || 'none'}</td>
      <td class={isGone ? 'quiet' : undefined}>{after.join(', ') || 'none'}</td>
      <td class="nowrap">{isGone ? <span class="quiet">not asked</span> : <Answer value={inDirectory} />}</td>
      <td class="nowrap">{isGone ? <span class="quiet">not asked</span> : <Answer value={inScope} />}</td>
      <td class={recentItems === 0 ? 'num quiet' : 'num'}>{recentItems}</td>
      <td class={heldItems === 0 ? 'num quiet' : 'num'}>{heldItems}</td>
    </tr>
  );
}

function Answer({ value }: { readonly value: YesNo }) {
  if (value === 'unknown') return <span class="quiet">not known yet</span>;
  return value === 'yes' ? <Mark tone="good">Yes</Mark> : <Mark tone="held">No</Mark>;
}
