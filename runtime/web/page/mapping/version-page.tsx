import type { MappingChange, NumberChange } from '../../../domain/mapping/mapping-change';
import type { MappingRow } from '../../../domain/mapping/user-mapping';
import { ActRefusedError } from '../../../pipeline/admin/act-refused';
import { type MappingVersion, mappingVersions, versionChange } from '../../../pipeline/admin/mapping-versions';
import type { Reader } from '../format/reader';
import type { PageCall, PageContent } from '../page-call';
import { Empty, Hash, Head, Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';
import { ChangeBadge } from './change-badge';

const SHOWN_CHANGES = 500;

/** How a version differs from the one before it. */
export async function versionPage({ params, ports, reader }: PageCall): Promise<PageContent> {
  const { versions } = await mappingVersions(ports.stores);
  const version = versions.find(({ number }) => String(number) === params['number']);
  if (version === undefined) throw new ActRefusedError('not-found', 'no-such-version', 'There is no such version of the mapping.');
  const change = await versionChange(version, ports.stores);
  return {
    title: `Mapping version ${version.number}`,
    section: 'Mapping',
    main: <VersionView version={version} change={change} reader={reader} />,
  };
}

interface VersionViewProps {
  readonly version: MappingVersion;
  readonly change: MappingChange;
  readonly reader: Reader;
}

export function VersionView({ version, change, reader }: VersionViewProps) {
  const { changes, rowsAdded, rowsRemoved, numbersRerouted, numbersUnchanged } = change;
  const shown = changes.slice(0, SHOWN_CHANGES);
  const sums = [
    `${reader.counted(rowsAdded, 'row')} added`,
    `${reader.count(rowsRemoved)} removed`,
    `${reader.counted(numbersRerouted, 'number')} re-routed`,
    `${reader.count(numbersUnchanged)} unchanged`,
  ].join(', ');
  return (
    <>
      <Head
        title={`Mapping version ${reader.count(version.number)}`}
        crumb={
          <p class="crumb">
            <a href={reader.to('/mapping')}>Mapping</a>
          </p>
        }
      >
        <p>
          Activated <Time at={version.activatedAt} look="long" reader={reader} /> by {version.activatedBy}, SHA-256{' '}
          <Hash value={version.version} />.
        </p>
      </Head>
      <Panel
        id="differences"
        title={`Differences to version ${reader.count(Math.max(0, version.number - 1))}`}
        aside={<span>{sums}</span>}
        foot={
          shown.length < changes.length ? (
            <span>{`${reader.count(shown.length)} of ${reader.count(changes.length)} numbers shown`}</span>
          ) : undefined
        }
      >
        {changes.length === 0 ? (
          <Empty title="Nothing differs.">
            <p>The rows are the same; their order or the form of the file may be another.</p>
          </Empty>
        ) : (
          <Scroll labelledBy="differences">
            <ChangesTable changes={shown} reader={reader} />
          </Scroll>
        )}
      </Panel>
    </>
  );
}

function ChangesTable({ changes, reader }: { readonly changes: readonly NumberChange[]; readonly reader: Reader }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">Change</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ phone, kind, before, after }) => (
          <tr key={phone}>
            <th scope="row">{reader.shown.number(phone)}</th>
            <td>
              <ChangeBadge kind={kind} />
            </td>
            <td class={kind === 'changed' ? undefined : 'was'}>{rowsText(before)}</td>
            <td>{after.length === 0 ? <span class="quiet">none</span> : rowsText(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rowsText(rows: readonly MappingRow[]): string {
  return rows
    .map(({ mailbox, validFrom, validTo }) => {
      const from = validFrom === undefined ? '' : ` from ${validFrom.toISOString().slice(0, 10)}`;
      const to = validTo === undefined ? '' : ` until ${validTo.toISOString().slice(0, 10)}`;
      return `${mailbox}${from}${to}`;
    })
    .join(', ');
}
