import type { Reader } from '../format/reader';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { Head, Panel, Time } from '../views/pieces';
import { HistoryPanel } from './history-panel';
import { type MappingFacts, mappingFacts } from './mapping-facts';

export async function mappingPage(call: PageCall): Promise<PageContent> {
  const before = Number(queryOf(call, 'before'));
  const facts = await mappingFacts(Number.isSafeInteger(before) && before > 0 ? before : undefined, call.ports);
  return { title: 'Mapping', section: 'Mapping', main: <MappingView facts={facts} reader={call.reader} /> };
}

interface MappingViewProps {
  readonly facts: MappingFacts;
  readonly reader: Reader;
}

export function MappingView({ facts, reader }: MappingViewProps) {
  const { current, ownedBy } = facts;
  const download =
    current === undefined || !reader.seesNumbers ? undefined : (
      <a class="button" href={`/api/mapping/versions/${current.version}/file`} download>
        Download version {reader.count(current.number)}
      </a>
    );
  return (
    <>
      <Head title="Mapping" actions={download}>
        <p>
          <CurrentText facts={facts} reader={reader} />
        </p>
      </Head>
      {ownedBy === '' ? null : <OwnedPanel />}
      {ownedBy === '' && reader.mayAct ? <ChangePanel /> : null}
      <HistoryPanel facts={facts} reader={reader} />
    </>
  );
}

function CurrentText({ facts: { current, numbers, mailboxes }, reader }: MappingViewProps) {
  if (current === undefined) return <>No mapping file yet: numbers go by the address that stands beside them.</>;
  const { number, rows, activatedAt, activatedBy } = current;
  const figures = `${reader.counted(rows, 'row')}, ${reader.counted(numbers, 'number')}, ${reader.counted(mailboxes, 'mailbox', 'mailboxes')}`;
  return (
    <>
      Version {reader.count(number)}: {figures}. Activated <Time at={activatedAt} look="long" reader={reader} /> by {activatedBy}.
    </>
  );
}

/** Read-only, and why. */
const OwnedPanel = () => (
  <Panel id="change" title="The stack owns the mapping">
    <div class="panel-body tight">
      <p>
        The configuration of the stack sets <code>mappingFile</code>: change that file in the repository and deploy it. It is checked and
        previewed there by the same rules.
      </p>
      <p class="quiet">Activate and Roll back are not shown here, and Map is not shown on Held. A row can still be copied there.</p>
    </div>
  </Panel>
);

/** The script of the page takes the place of this form: a file is read where it is chosen. */
const ChangePanel = () => (
  <div data-island="mapping-change" data-keep="mapping-change">
    <Panel id="change" title="Change" aside={<span class="note">Read when you press Check. Nothing changes before you activate.</span>}>
      <div class="panel-body fields">
        <div class="field">
          <label for="file">Mapping file</label>
          <input id="file" type="file" accept=".csv,text/csv" />
        </div>
        <button class="button" type="button">
          Check
        </button>
      </div>
    </Panel>
  </div>
);
