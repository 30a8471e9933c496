import type { Found } from '../../../pipeline/admin/find';
import { runAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import { Act } from '../views/act';
import { Badge, Reason, type Tone } from '../views/marks';
import { Hash, Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';

export function MailboxesPanel({ mailboxes, reader }: { readonly mailboxes: Found['mailboxes']; readonly reader: Reader }) {
  return (
    <Panel id="mailboxes" title="Mailboxes">
      <Scroll labelledBy="mailboxes">
        <table>
          <thead>
            <tr>
              <th scope="col">Mailbox</th>
              <th scope="col" class="num">
                Ledger count
              </th>
              <th scope="col" class="num">
                Held
              </th>
            </tr>
          </thead>
          <tbody>
            {mailboxes.map(({ mailboxId, address, delivered, held }) => (
              <tr key={mailboxId}>
                <th scope="row">{address}</th>
                <td class="num">{reader.count(delivered)}</td>
                <td class="num">
                  {held === 0 ? (
                    <span class="quiet">0</span>
                  ) : (
                    <a href={reader.to(`/held?mailbox=${encodeURIComponent(address)}`)}>{reader.count(held)}</a>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** Where a number goes, since when, and what is held for it. */
export function NumberPanel({ number, reader }: { readonly number: NonNullable<Found['number']>; readonly reader: Reader }) {
  const { shown, rows, held, seen, activity } = number;
  const last = activity?.last ?? seen?.lastSeenAt ?? '';
  return (
    <Panel
      id="number"
      title={`Number ${reader.shown.number(shown)}`}
      aside={
        reader.mayAct ? (
          <Act name="correct" look="small" about="number" input={{ number: shown }}>
            Correct
          </Act>
        ) : undefined
      }
    >
      <dl class="facts wide">
        <div>
          <dt>Mapping</dt>
          <dd>
            {rows.length === 0 ? (
              <span class="quiet">no row</span>
            ) : (
              rows.map(({ mailbox, validFrom, validTo, line }) => (
                <div key={line}>
                  {mailbox}
                  <span class="quiet">{validityText(validFrom, validTo)}</span>
                </div>
              ))
            )}
          </dd>
        </div>
        <div>
          <dt>Held</dt>
          <dd>
            {held === 0 ? (
              <span class="quiet">none</span>
            ) : reader.shown.isMasked ? (
              reader.counted(held, 'entry', 'entries')
            ) : (
              <a href={reader.to(`/held?number=${encodeURIComponent(shown)}`)}>{reader.counted(held, 'entry', 'entries')}</a>
            )}
          </dd>
        </div>
        <div>
          <dt>Last seen</dt>
          <dd>{last === '' ? <span class="quiet">never</span> : <Time at={last} look="day" reader={reader} />}</dd>
        </div>
      </dl>
    </Panel>
  );
}

function validityText(from: Date | undefined, to: Date | undefined): string {
  const parts = [
    from === undefined ? '' : `from ${from.toISOString().slice(0, 10)}`,
    to === undefined ? '' : `until ${to.toISOString().slice(0, 10)}`,
  ];
  const text = parts.filter((part) => part !== '').join(' ');
  return text === '' ? '' : `, ${text}`;
}

interface ItemsPanelProps {
  readonly items: Found['items'];
  readonly names: ReadonlyMap<string, string>;
  readonly reader: Reader;
}

/** Each item with what became of it, mailbox by mailbox. */
export function ItemsPanel({ items, names, reader }: ItemsPanelProps) {
  return (
    <Panel id="items" title="Items" aside={<strong>{reader.counted(items.length, 'item')}</strong>}>
      <Scroll labelledBy="items">
        <table>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Run</th>
              <th scope="col" class="num">
                Entry
              </th>
              <th scope="col">Mailbox or number</th>
              <th scope="col">Outcome</th>
              <th scope="col">Decided</th>
            </tr>
          </thead>
          {items.map((item) => (
            <ItemRows key={`${item.runId} ${item.packageId} ${item.entry}`} item={item} name={names.get(item.runId)} reader={reader} />
          ))}
        </table>
      </Scroll>
    </Panel>
  );
}

const OUTCOMES: Readonly<Record<string, readonly [word: string, tone: Tone]>> = {
  imported: ['Imported', 'good'],
  'imported-in-part': ['In part', 'held'],
  'skipped-as-duplicate': ['Duplicate', 'none'],
  held: ['Held', 'held'],
  failed: ['Failed', 'bad'],
  pending: ['At work', 'live'],
  creating: ['At work', 'live'],
};

interface ItemRowsProps {
  readonly item: Found['items'][number];
  readonly name: string | undefined;
  readonly reader: Reader;
}

function ItemRows({ item: { itemId, runId, entry, as, deliveries, held }, name, reader }: ItemRowsProps) {
  const fates = [
    ...deliveries.map((delivery) => <Delivery key={delivery.mailbox} delivery={delivery} reader={reader} />),
    ...held.map((entry) => <Waiting key={`held ${entry.who}`} entry={entry} reader={reader} />),
  ];
  const span = Math.max(1, fates.length);
  const [first, ...others] = fates;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" rowSpan={span}>
          <Hash value={itemId} />
        </th>
        <td rowSpan={span}>
          <a href={reader.to(runAddress(runId))}>{name ?? 'an earlier run'}</a>
        </td>
        <td rowSpan={span} class="num">
          {reader.count(entry + 1)}
        </td>
        {first ?? (
          <td colSpan={3}>
            <span class="quiet">no mailbox in this run, </span>
            <Reason code={as} />
          </td>
        )}
      </tr>
      {others.map((fate) => (
        <tr key={fate.key}>{fate}</tr>
      ))}
    </tbody>
  );
}

function Delivery({ delivery, reader }: { readonly delivery: Found['items'][number]['deliveries'][number]; readonly reader: Reader }) {
  const [word, tone] = OUTCOMES[delivery.state] ?? [delivery.state, 'none' as const];
  return (
    <>
      <td class="again">{delivery.mailbox}</td>
      <td>
        <Badge tone={tone}>{word}</Badge> {delivery.reason === '' ? null : <Reason code={delivery.reason} />}
      </td>
      <td>{delivery.decidedAt === '' ? <span class="quiet">not yet</span> : <Time at={delivery.decidedAt} reader={reader} />}</td>
    </>
  );
}

function Waiting({ entry: { who, reason }, reader }: { readonly entry: Found['items'][number]['held'][number]; readonly reader: Reader }) {
  return (
    <>
      <td class="again">{who === '' ? <span class="quiet">the item as a whole</span> : reader.shown.number(who)}</td>
      <td>
        <Badge tone="held">Held</Badge> <Reason code={reason} />
      </td>
      <td>
        <span class="quiet">not yet</span>
      </td>
    </>
  );
}

const KINDS = { package: 'Package', run: 'Run', mapping: 'Mapping', event: 'Event' } as const;

export function HashesPanel({ hashes, reader }: { readonly hashes: Found['hashes']; readonly reader: Reader }) {
  return (
    <Panel id="hashes" title="By hash or id">
      <ul class="panel-body tight">
        {hashes.map(({ kind, id, name }) => (
          <li key={`${kind} ${id}`}>
            {KINDS[kind]}: <a href={reader.to(hashAddress(kind, id, name))}>{name}</a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function hashAddress(kind: keyof typeof KINDS, id: string, name: string): string {
  if (kind === 'mapping') return `/mapping/${name.replace(/\D/g, '')}`;
  return kind === 'event' ? `/audit?before=${Number(id) + 1}` : runAddress(id, kind === 'package' ? 'packages' : '');
}
