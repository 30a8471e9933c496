import { heldReasonWords } from '../../../domain/evidence/held-reasons';
import type { Reader } from '../format/reader';
import { Act } from '../views/act';
import { Reason } from '../views/marks';
import { Command, Panel } from '../views/pieces';
import { Scroll } from '../views/scroll';
import { adviceFor } from './advice';
import { EntriesTable, EntryRow } from './entries-table';
import { GroupHead } from './group-head';
import type { HeldGroup, HeldSection } from './group-held';
import type { HeldFacts } from './held-facts';

interface SectionPanelProps {
  readonly section: HeldSection;
  readonly facts: HeldFacts;
  readonly reader: Reader;
}

/** One reason: what it means, who must do what, and what is held for it. */
export function SectionPanel({ section, facts, reader }: SectionPanelProps) {
  const { reason, groups, groupCount } = section;
  const words = heldReasonWords(reason);
  const { details, text } = adviceFor(section, facts, reader);
  const canSelect = reader.mayAct;
  return (
    <Panel
      id={reason}
      title={
        <>
          {words.heading} <Reason code={reason} />
        </>
      }
      aside={
        <>
          <strong>{countText(section, reader)}</strong>
          {reader.mayAct ? <SectionAct section={section} facts={facts} /> : null}
        </>
      }
      foot={groupCount > groups.length ? <MoreGroups section={section} reader={reader} /> : undefined}
    >
      <div class="why">
        <p>{[words.meaning, ...details.map((detail) => reader.shown.text(detail))].join(' ')}</p>
        <div>
          <p>
            <strong>{words.actor}:</strong> {words.action}.
          </p>
          {text === undefined ? null : <Command text={reader.shown.text(text.text)} what={text.what} label={text.label} />}
        </div>
      </div>
      <Scroll labelledBy={reason}>
        <EntriesTable reason={reason} canSelect={canSelect}>
          {groups.map((group, index) => (
            <tbody key={`${group.kind} ${group.name}`}>
              <GroupHead
                section={section}
                group={group}
                id={`${reason}-${index + 1}`}
                facts={facts}
                canSelect={canSelect}
                reader={reader}
              />
              {group.rows.map((row) => (
                <EntryRow key={row.key} row={row} facts={facts} canSelect={canSelect} reader={reader} />
              ))}
              <MoreRows reason={reason} group={group} columns={canSelect ? 9 : 8} reader={reader} />
            </tbody>
          ))}
        </EntriesTable>
      </Scroll>
    </Panel>
  );
}

const GROUP_WORDS: Readonly<Record<HeldGroup['kind'], readonly [string, string]>> = {
  number: ['number', 'numbers'],
  mailbox: ['mailbox', 'mailboxes'],
  package: ['package', 'packages'],
  items: ['group', 'groups'],
};

function countText({ reason, count, groups, groupCount }: HeldSection, reader: Reader): string {
  const kind = groups[0]?.kind ?? 'items';
  const [one, many] = GROUP_WORDS[kind];
  const entries = reason === 'rejected-package' ? reader.counted(count, 'entry', 'entries') : reader.counted(count, 'item');
  return kind === 'items' ? entries : `${entries}, ${reader.counted(groupCount, one, many)}`;
}

/** For all of a reason; where each group needs its own answer there is none. */
function SectionAct({ section: { reason, count, groupCount }, facts }: Omit<SectionPanelProps, 'reader'>) {
  const filter = { ...facts.filter, reason };
  if (reason === 'quarantined' || reason === 'rejected-package')
    return groupCount === 1 ? null : (
      <Act name="release" look="small" about={reason} input={{ filter, count, what: heldReasonWords(reason).heading, detail: '' }}>
        Release
      </Act>
    );
  if (reason === 'ambiguous' || groupCount === 1) return null;
  return (
    <Act name="replay" look="small" about={reason} input={{ filter, count, what: `held as ${reason}` }}>
      Replay
    </Act>
  );
}

function MoreGroups({ section: { reason, groups, groupCount }, reader }: Omit<SectionPanelProps, 'facts'>) {
  const [one, many] = GROUP_WORDS[groups[0]?.kind ?? 'items'];
  return (
    <>
      <span>
        {reader.count(groups.length)} of {reader.counted(groupCount, one, many)} shown, the largest first. Acts on the whole reason take
        all.
      </span>
      <a href={reader.to(`/held?reason=${reason}`)}>Show more of them</a>
    </>
  );
}

interface MoreRowsProps {
  readonly reason: string;
  readonly group: HeldGroup;
  readonly columns: number;
  readonly reader: Reader;
}

/** A reader does not see the number, so no link of theirs may hold it. */
function MoreRows({ reason, group: { kind, name, count, rows }, columns, reader }: MoreRowsProps) {
  const more = count - rows.length;
  if (more <= 0 || kind === 'package') return null;
  const query = { number: `&number=${encodeURIComponent(name)}`, mailbox: `&mailbox=${encodeURIComponent(name)}`, items: '' }[kind];
  const text = `and ${reader.count(more)} more`;
  const isLinked = kind !== 'number' || !reader.shown.isMasked;
  return (
    <tr>
      <td colSpan={columns}>
        {isLinked ? <a href={reader.to(`/held?reason=${reason}${query}`)}>{text}</a> : <span class="quiet">{text}</span>}
      </td>
    </tr>
  );
}
