import type { RunBatch, RunBatchPage, RunDetail } from '../../../pipeline/admin/run-detail';
import type { Reader } from '../format/reader';
import { Empty, Hash, NumberCell, Panel, Time } from '../views/pieces';
import { Scroll } from '../views/scroll';
import { NumberHeads } from './packages-panel';

/** Ids of one mailbox's batches begin alike: their ends tell them apart. */
const SHORT_ID = 8;

interface BatchesPanelProps {
  readonly detail: RunDetail;
  readonly page: RunBatchPage;
  readonly reader: Reader;
}

export function BatchesPanel({ detail, page, reader }: BatchesPanelProps) {
  const { batches, next, isSorted, total } = page;
  const shown =
    total === undefined ? `${reader.count(batches.length)} shown` : `${reader.count(batches.length)} of ${reader.count(total)} shown`;
  const more =
    next === undefined ? null : <a href={reader.to(`/runs/${encodeURIComponent(detail.runId)}?batches=${next}#batches`)}>More batches</a>;
  return (
    <Panel
      id="batches"
      title="Delivery batches"
      aside={<span class="note">{isSorted ? 'attention first, then by size' : 'by mailbox'}</span>}
      foot={
        batches.length === 0 ? undefined : (
          <>
            <span>{shown}</span>
            {more}
          </>
        )
      }
    >
      {batches.length === 0 ? (
        <Empty title="Nothing was to be delivered." />
      ) : (
        <Scroll labelledBy="batches">
          <BatchesTable
            batches={batches}
            packages={new Map(detail.packages.map(({ packageId, name }) => [packageId, name]))}
            reader={reader}
          />
        </Scroll>
      )}
    </Panel>
  );
}

interface BatchesTableProps {
  readonly batches: readonly RunBatch[];
  readonly packages: ReadonlyMap<string, string>;
  readonly reader: Reader;
}

function BatchesTable({ batches, packages, reader }: BatchesTableProps) {
  return (
    <table class="dense">
      <thead>
        <tr>
          <th scope="col">Mailbox</th>
          <th scope="col">Batch</th>
          <th scope="col">Package</th>
          <NumberHeads names={['Deliveries', 'Imported', 'In part', 'Duplicates', 'Held', 'Failed', 'Finished']} />
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <BatchRow key={batch.batchId} batch={batch} packageName={packages.get(batch.package)} reader={reader} />
        ))}
      </tbody>
    </table>
  );
}

function BatchRow({
  batch,
  packageName,
  reader,
}: {
  readonly batch: RunBatch;
  readonly packageName: string | undefined;
  readonly reader: Reader;
}) {
  const { counts } = batch;
  return (
    <tr>
      <th scope="row">
        <a href={reader.to(`/find?q=${encodeURIComponent(batch.mailbox)}`)}>{batch.mailbox}</a>
      </th>
      <td>
        <Hash value={batch.batchId.slice(-SHORT_ID)} />
      </td>
      <td class="nowrap">{packageName ?? <span class="quiet">of an earlier run</span>}</td>
      <td class="num">{reader.count(batch.deliveries)}</td>
      {counts === undefined ? (
        <td class="num" colSpan={5}>
          <span class="quiet">
            {reader.count(batch.decided)} of {reader.count(batch.deliveries)} decided
          </span>
        </td>
      ) : (
        <>
          <NumberCell value={counts.imported} reader={reader} />
          <NumberCell value={counts.importedInPart} reader={reader} />
          <NumberCell value={counts.skippedAsDuplicate} reader={reader} />
          <NumberCell value={counts.held} reader={reader} />
          <NumberCell value={counts.failed} reader={reader} />
        </>
      )}
      <td class="num">
        {batch.finishedAt === '' ? <span class="quiet">at work</span> : <Time at={batch.finishedAt} look="second" reader={reader} />}
      </td>
    </tr>
  );
}
