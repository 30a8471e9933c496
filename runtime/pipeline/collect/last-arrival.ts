import type { ConnectorPorts } from '../connector-ports';
import type { WatermarkRow } from '../rows/run-row';
import { sourceKeyOf } from './source-key';

/** When the source last listed something new, or was first listed at all; undefined before. */
export async function lastArrival(ports: Pick<ConnectorPorts, 'stores' | 'source'>): Promise<Date | undefined> {
  const stored = await ports.stores.runs.get('source', arrivalKey(ports.source.id));
  return stored === undefined ? undefined : new Date((stored.row as WatermarkRow).collectedTo);
}

/** Noted at each listing that found a new package: from it follows how long the source has been silent. */
export async function noteArrival(runId: string, at: Date, ports: Pick<ConnectorPorts, 'stores' | 'source'>): Promise<void> {
  const row: WatermarkRow = { partition: 'source', key: arrivalKey(ports.source.id), v: 1, collectedTo: at.toISOString(), runId };
  await ports.stores.runs.upsert(row);
}

const arrivalKey = (sourceId: string): string => `${sourceKeyOf(sourceId)}-arrival`;
