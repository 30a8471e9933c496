import { HELD_REASON_ORDER, heldReasonWords } from '../../../domain/evidence/held-reasons';
import type { HeldFilter } from '../../../pipeline/admin/held-list';
import { runAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { Act } from '../views/act';
import { Mark, Reason } from '../views/marks';
import { Head, Panel, Time } from '../views/pieces';
import { type HeldFacts, heldFacts } from './held-facts';
import { NumbersPanel } from './numbers-panel';
import { SectionPanel } from './section-panel';

export async function heldPage(call: PageCall): Promise<PageContent> {
  const facts = await heldFacts(filterOf(call), call.ports);
  const showsAllNumbers = queryOf(call, 'numbers') === 'all';
  return { title: 'Held', section: 'Held', main: <HeldView facts={facts} showsAllNumbers={showsAllNumbers} reader={call.reader} /> };
}

/** A reader does not see numbers, so they filter nothing for them either. */
function filterOf(call: PageCall): HeldFilter {
  const [reason, number, mailbox, run] = ['reason', 'number', 'mailbox', 'run'].map((name) => queryOf(call, name));
  return {
    ...(reason !== undefined && HELD_REASON_ORDER.includes(reason) ? { reason } : {}),
    ...(number && !call.reader.shown.isMasked ? { number } : {}),
    ...(mailbox ? { mailbox } : {}),
    ...(run ? { run } : {}),
  };
}

interface HeldViewProps {
  readonly facts: HeldFacts;
  readonly showsAllNumbers: boolean;
  readonly reader: Reader;
}

export function HeldView({ facts, showsAllNumbers, reader }: HeldViewProps) {
  const { sections, counts, filter, matching, numbers, isMappingOwned } = facts;
  return (
    <>
      <Head
        title="Held"
        actions={
          <a class="button" href="/api/held.csv" download>
            Download list
          </a>
        }
      >
        <p>Not imported yet. This is not a legal hold.</p>
      </Head>
      <Jump facts={facts} reader={reader} />
      <FilterNote filter={filter} matching={matching} reader={reader} />
      {reader.mayAct && matching > 0 ? <SelectionBar facts={facts} reader={reader} /> : null}
      {counts.size === 0 ? <NothingHeld /> : null}
      {sections.map((section) => (
        <SectionPanel key={section.reason} section={section} facts={facts} reader={reader} />
      ))}
      {counts.size === 0 || Object.keys(filter).length > 0 ? null : <ClearReasons facts={facts} />}
      <NumbersPanel numbers={numbers} isMappingOwned={isMappingOwned} showsAll={showsAllNumbers} reader={reader} />
    </>
  );
}

function Jump({ facts: { counts, numbers }, reader }: Pick<HeldViewProps, 'facts' | 'reader'>) {
  return (
    <nav aria-label="Reasons">
      <ul class="jump">
        {HELD_REASON_ORDER.filter((reason) => reason !== 'failed' || counts.has(reason)).map((reason) => (
          <li key={reason}>
            <a class="button small" href={reader.to(`/held#${reason}`)}>
              <b>{reader.count(counts.get(reason) ?? 0)}</b> {reason}
            </a>
          </li>
        ))}
        <li>
          <a class="button small" href={reader.to('/held#numbers')}>
            <b>{reader.count(numbers.length)}</b> unresolved
          </a>
        </li>
      </ul>
    </nav>
  );
}

function FilterNote({ filter, matching, reader }: { readonly filter: HeldFilter; readonly matching: number; readonly reader: Reader }) {
  const { reason, number, mailbox, run } = filter;
  if (Object.keys(filter).length === 0) return null;
  const parts = [
    ...(reason === undefined ? [] : [reason]),
    ...(number === undefined ? [] : [reader.shown.number(number)]),
    ...(mailbox === undefined ? [] : [mailbox]),
    ...(run === undefined ? [] : [`run ${run}`]),
  ];
  return (
    <p class="filtered">
      Only {parts.join(', ')}: {reader.counted(matching, 'entry', 'entries')}. <a href={reader.to('/held')}>Show all</a>
    </p>
  );
}

/** With none ticked, "Replay" acts on all that the view names; it says how many before it starts. */
function SelectionBar({ facts, reader }: Pick<HeldViewProps, 'facts' | 'reader'>) {
  const { matching, waitForRelease, filter, lastReplay } = facts;
  const count = matching - waitForRelease;
  return (
    <fieldset class="bar" aria-label="Selected items">
      <Act name="replay" look="primary" input={{ filter, count, waitForRelease, what: 'shown here', takesSelection: true }}>
        Replay
      </Act>
      <span id="selected" data-none={`none of ${reader.count(matching)} selected: all`} data-some={`of ${reader.count(matching)} selected`}>
        none of {reader.count(matching)} selected: all
      </span>
      {lastReplay === undefined ? null : (
        <span class="note">
          Last replay <Time at={lastReplay.finishedAt} reader={reader} />, {lastReplay.by}:{' '}
          {reader.counted(lastReplay.heldBalance.resolved, 'entry', 'entries')} resolved.{' '}
          <a href={reader.to(runAddress(lastReplay.runId))}>Show run</a>
        </span>
      )}
    </fieldset>
  );
}

const NothingHeld = () => (
  <Panel id="nothing" title="Nothing is held.">
    <div class="empty">
      <p>Every item that arrived is in its mailboxes. Items that cannot be imported will stand here with their reason.</p>
    </div>
  </Panel>
);

/** What was looked at and is fine; links to a reason lead here too. */
function ClearReasons({ facts: { counts } }: Pick<HeldViewProps, 'facts'>) {
  const clear = HELD_REASON_ORDER.filter((reason) => !counts.has(reason));
  if (clear.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="clear">
      <div class="panel-head">
        <h2 id="clear">Nothing for other reasons</h2>
        <Mark tone="good">None</Mark>
      </div>
      <ul class="panel-body clear">
        {clear.map((reason) => (
          <li key={reason} id={reason}>
            {heldReasonWords(reason).heading} <Reason code={reason} />
          </li>
        ))}
      </ul>
    </section>
  );
}
