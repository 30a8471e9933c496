import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import type { ChainHeadRow } from '../rows/run-row';

const MAX_TRIES = 5;

/** Moves the table's head to the last report that was published. Only ever forward: who was slow must not set it back. */
export async function moveHead(row: ChainHeadRow, ports: Pick<ConnectorPorts, 'stores'>): Promise<void> {
  const { runs } = ports.stores;
  for (let tries = 1; ; tries += 1) {
    const head = (await runs.get('chain', 'head')) as Stored<ChainHeadRow> | undefined;
    if (head !== undefined && head.row.sequence >= row.sequence) return;
    try {
      if (head === undefined) await runs.insert(row);
      else await runs.replace(row, head.etag);
      return;
    } catch (error) {
      if (!(error instanceof RowExistsError || error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}
