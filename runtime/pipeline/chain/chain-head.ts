import { parseReport } from '../../domain/evidence/report-bytes';
import type { ConnectorPorts } from '../connector-ports';
import type { ChainClosingRow, ChainHeadRow } from '../rows/run-row';
import { linkAt, linksFrom, type StoredLink } from './links';

type Ports = Pick<ConnectorPorts, 'stores'>;

/** The last report as the table knows it. */
export async function chainHead(ports: Ports): Promise<ChainHeadRow | undefined> {
  return (await ports.stores.runs.get('chain', 'head'))?.row as ChainHeadRow | undefined;
}

/** The last report that was published. The table may be behind: it was restored from an older copy, or a killed storage had not written it. */
export async function lastReport(ports: Ports): Promise<ChainHeadRow | undefined> {
  const head = await chainHead(ports);
  let last: StoredLink | undefined;
  for await (const link of linksFrom((head?.sequence ?? 0) + 1, ports)) last = link;
  return last === undefined ? head : headOf(last, ports);
}

export async function headOf({ entry, entrySha256 }: StoredLink, ports: Ports): Promise<ChainHeadRow> {
  const { sequence, runId, reportSha256 } = entry;
  const stored = await ports.stores.reports.get(`${runId}/report.json`);
  const report = stored === undefined ? undefined : parseReport(stored.content);
  const heldClosing = report?.heldBalance.closing ?? 0;
  return { partition: 'chain', key: 'head', v: 1, sequence, runId, reportSha256, entrySha256, heldClosing };
}

/**
 * Whether reports were published that the table knows nothing of. A report that is being published at this moment does not count: its decision
 * stands in the table.
 */
export async function isTableBehind(ports: Ports): Promise<boolean> {
  const next = ((await chainHead(ports))?.sequence ?? 0) + 1;
  if ((await linkAt(next, ports)) === undefined) return false;
  const closing = (await ports.stores.runs.get('chain', 'closing'))?.row as ChainClosingRow | undefined;
  return closing?.sequence !== next;
}
