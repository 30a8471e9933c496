import { type Found, find } from '../../../pipeline/admin/find';
import { runHistory } from '../../../pipeline/admin/run-list';
import type { Reader } from '../format/reader';
import { runTitle } from '../format/run-words';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { Head, Panel } from '../views/pieces';
import { HashesPanel, ItemsPanel, MailboxesPanel, NumberPanel } from './found-panels';

export async function findPage(call: PageCall): Promise<PageContent> {
  const query = queryOf(call, 'q').slice(0, 200);
  const before = queryOf(call, 'before');
  const [found, history] = await Promise.all([find(query, before || undefined, call.ports), runHistory(call.ports)]);
  const names = new Map(history.map((run) => [run.runId, runTitle(run)]));
  return { title: 'Find', section: undefined, main: <FindView found={found} names={names} reader={call.reader} /> };
}

interface FindViewProps {
  readonly found: Found;
  /** Names of the latest runs, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly reader: Reader;
}

export function FindView({ found, names, reader }: FindViewProps) {
  const { query, mailboxes, number, items, hashes, searchedBackTo } = found;
  const isNothing = mailboxes.length + items.length + hashes.length === 0 && number === undefined;
  return (
    <>
      <Head title="Find">
        <p>{query === '' ? 'A mailbox, number, item id, source message id or hash.' : <>Looked for "{query}".</>}</p>
      </Head>
      {isNothing ? <NothingFound query={query} /> : null}
      {mailboxes.length === 0 ? null : <MailboxesPanel mailboxes={mailboxes} reader={reader} />}
      {number === undefined ? null : <NumberPanel number={number} reader={reader} />}
      {items.length === 0 ? null : <ItemsPanel items={items} names={names} reader={reader} />}
      {hashes.length === 0 ? null : <HashesPanel hashes={hashes} reader={reader} />}
      {searchedBackTo === undefined ? null : (
        <p>
          Items were looked for back to {names.get(searchedBackTo) ?? 'an earlier run'}.{' '}
          <a href={reader.to(`/find?q=${encodeURIComponent(query)}&before=${encodeURIComponent(searchedBackTo)}`)}>Look further back</a>
        </p>
      )}
    </>
  );
}

function NothingFound({ query }: { readonly query: string }) {
  if (query === '') return null;
  return (
    <Panel id="nothing" title="Nothing was found.">
      <div class="empty">
        <p>
          Give at least two letters of a mailbox, a whole number with country code, a whole source message id, or eight digits of an item id
          or hash. Text of messages is not searched here: that is done in Purview.
        </p>
      </div>
    </Panel>
  );
}
