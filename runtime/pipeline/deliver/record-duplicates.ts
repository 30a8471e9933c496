import type { ExchangeCopy } from '../../ports/exchange';
import type { ConnectorPorts } from '../connector-ports';
import type { DuplicateFoundRow } from '../rows/batch-row';

const KNOWN = 'known-duplicates';

/**
 * Stands in the partition `found` until the next run that closes takes it into its account. Copies that were found before are not counted
 * again, however often they are seen.
 */
export async function recordDuplicates(
  mailboxId: string,
  importKey: string,
  copies: readonly Pick<ExchangeCopy, 'id'>[],
  ports: Pick<ConnectorPorts, 'stores' | 'log'>,
): Promise<void> {
  const { batches } = ports.stores;
  const key = `d-${importKey}`;
  const known = (await batches.get(KNOWN, key))?.row as DuplicateFoundRow | undefined;
  const before = known === undefined ? [] : (JSON.parse(known.copies) as string[]);
  const all = [...new Set([...before, ...copies.map((copy) => copy.id)])].sort();
  const extra = all.length - Math.max(1, before.length);
  if (extra <= 0) return;
  const row: DuplicateFoundRow = { partition: 'found', key, v: 1, mailboxId, importKey, copies: JSON.stringify(all), extra };
  await batches.upsert(row);
  await batches.upsert({ ...row, partition: KNOWN });
  ports.log.warn('More than one copy found', { mailboxId, importKey, copies: all.length });
}
