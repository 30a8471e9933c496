import { mayBeLeft } from '../../../pipeline/admin/held-acts';
import type { HeldRow } from '../../../pipeline/rows/held-row';
import type { HeldChoice } from '../acts/act-inputs';
import type { Reader } from '../format/reader';
import { Act } from '../views/act';
import { Time } from '../views/pieces';
import { whyText } from './advice';
import { Choice, choiceName } from './choice';
import type { HeldGroup, HeldSection } from './group-held';
import { type HeldFacts, packageOf } from './held-facts';

const NOBODY_IS_YOURS = 'Everybody in these items is known not to be yours. Leave them, or map the number of whoever is missing.';
const isLeftOver = (row: HeldRow): boolean => row.reason === 'unmatched' && mayBeLeft(row);

interface GroupHeadProps {
  readonly section: HeldSection;
  readonly group: HeldGroup;
  /** Id of its name, which buttons refer to. Says nothing of the name itself: a reader must not find a number there. */
  readonly id: string;
  readonly facts: HeldFacts;
  readonly canSelect: boolean;
  readonly reader: Reader;
}

/** Whom or what the rows below are about, with what may be done about all of them. */
export function GroupHead({ section, group, id, facts, canSelect, reader }: GroupHeadProps) {
  const { kind, name, count, since, rows } = group;
  const [first] = rows;
  const why = first === undefined ? '' : rows.every(isLeftOver) ? NOBODY_IS_YOURS : whyText(first);
  return (
    <tr class="subgroup">
      <th colSpan={canSelect ? 9 : 8} scope="rowgroup">
        <div>
          <strong id={id}>{shownName(group, facts, reader)}</strong>{' '}
          <span class="quiet">
            {reader.counted(count, kind === 'package' ? 'entry' : 'item', kind === 'package' ? 'entries' : 'items')} since{' '}
            <Time at={since} look="day" reader={reader} />
          </span>{' '}
          {section.reason === 'unmatched' && kind === 'number' && /^\d+$/.test(name) && !reader.shown.isMasked ? (
            <CopyRow number={name} id={id} />
          ) : null}
          <span class="actions">{reader.mayAct ? <GroupActs section={section} group={group} id={id} facts={facts} /> : null}</span>
          {why === '' ? null : <p class="note whole">{why}</p>}
          {section.reason === 'ambiguous' && first !== undefined && reader.mayAct ? <Choice id={id} row={first} /> : null}
        </div>
      </th>
    </tr>
  );
}

function shownName({ kind, name, rows }: HeldGroup, facts: HeldFacts, reader: Reader): string {
  const [first] = rows;
  if (kind === 'number') return reader.shown.number(name);
  if (kind === 'mailbox') return name;
  if (kind === 'items') return first?.reason === 'quarantined' ? 'Unreadable items' : 'Nobody is named';
  return (first === undefined ? undefined : packageOf(first, facts)?.name) ?? name;
}

function CopyRow({ number, id }: { readonly number: string; readonly id: string }) {
  const row = `${number},<mailbox>`;
  return (
    <>
      <code>{row}</code>
      <button class="button small" type="button" data-copy={row} aria-describedby={id}>
        Copy row
      </button>
    </>
  );
}

const whatIsLeft = (reason: string): string => (reason === 'other-archiver' ? 'of another archiver' : 'in which nobody is yours');

const RELEASED = new Set(['quarantined', 'rejected-package']);

/** What the buttons of a group act on, and how many entries that is: no button takes more or fewer than it says. */
function choiceOf(section: HeldSection, { kind, name, count, rows }: HeldGroup, facts: HeldFacts): HeldChoice & { readonly count: number } {
  const filter = { ...facts.filter, reason: section.reason };
  const ids = rows.map(({ key }) => key);
  switch (kind) {
    case 'number':
      return { filter: { ...filter, number: name }, count };
    case 'mailbox':
      return { filter: { ...filter, mailbox: name }, count };
    case 'package':
      return { ids, count };
    case 'items':
      // No filter says "nobody": all of the reason when there is nothing else in it, else those that are shown.
      return section.groupCount === 1 ? { filter, count } : { ids, count: ids.length };
  }
}

type GroupActsProps = Pick<GroupHeadProps, 'section' | 'group' | 'id' | 'facts'>;

function GroupActs({ section, group, id, facts }: GroupActsProps) {
  const { reason } = section;
  const { kind, name, rows } = group;
  const ids = rows.map(({ key }) => key);
  const choice = choiceOf(section, group, facts);
  const isNumber = kind === 'number' && reason === 'unmatched';
  if (RELEASED.has(reason))
    return (
      <Act name="release" look="small" about={id} input={{ ...choice, what: 'of this package or item', detail: '' }}>
        Release
      </Act>
    );
  return (
    <>
      {isNumber && !facts.isMappingOwned && /^\d+$/.test(name) ? (
        <Act name="map" look="small" about={id} input={{ number: name }}>
          Map
        </Act>
      ) : null}
      {isNumber && !rows.every(mayBeLeft) ? (
        <Act name="not-ours" look="small" about={id} input={{ number: name }}>
          Not ours
        </Act>
      ) : null}
      {rows.every(mayBeLeft) ? (
        <Act name="leave" look="small" about={id} input={{ ...choice, what: whatIsLeft(reason) }}>
          Leave
        </Act>
      ) : null}
      {reason === 'ambiguous' ? (
        <Act
          name="replay"
          look="small"
          about={id}
          input={{ ids, count: ids.length, what: 'with the mailbox that you chose', choice: choiceName(id) }}
        >
          Replay
        </Act>
      ) : (
        <Act name="replay" look="small" about={id} input={{ ...choice, what: name === '' ? 'shown in this group' : `of ${name}` }}>
          Replay
        </Act>
      )}
    </>
  );
}
