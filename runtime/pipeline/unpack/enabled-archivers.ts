import type { Item } from '../../domain/item/item';
import type { ConnectorOptions } from '../connector-ports';

/** Signal's own items always are; those of another archiver when the configuration names it. */
export function isOfEnabledArchiver(item: Item, { otherArchivers }: Pick<ConnectorOptions, 'otherArchivers'>): boolean {
  if (item.archiver === 'signal') return true;
  const name = item.otherArchiver?.toLowerCase() ?? '';
  return otherArchivers.some((enabled) => enabled.toLowerCase() === name);
}
