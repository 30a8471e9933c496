import type { Item } from './item';
import type { ItemSettings } from './item-settings';

export interface HeaderNameCount {
  /** As the item spells it first. */
  readonly name: string;
  readonly count: number;
}

/** One setting and what it finds in an item. */
export interface HeaderReading {
  readonly setting:
    | 'OWNER_HEADERS'
    | 'EMAIL_PROPERTY_HEADERS'
    | 'MESSAGE_ID_HEADERS'
    | 'KIND_HEADERS'
    | 'SOURCE_TYPE_HEADERS'
    | 'GROUP_ID_HEADERS';
  readonly names: readonly string[];
  /** Of these names, the ones that the item carries, as it spells them. */
  readonly present: readonly string[];
  /** What the connector makes of them; null when nothing. */
  readonly reads: string | null;
}

export interface HeaderNames {
  readonly names: readonly HeaderNameCount[];
  readonly settings: readonly HeaderReading[];
}

/** The header names that an item carries and what the settings read from them: the vendor does not publish its names, so somebody has to look. */
export function headerNames(item: Item, settings: ItemSettings): HeaderNames {
  const counts = countNames(item);
  const reading = (setting: HeaderReading['setting'], names: readonly string[], reads: string | undefined): HeaderReading => ({
    setting,
    names,
    present: names.map((name) => counts.get(name.toLowerCase())?.name).filter((name) => name !== undefined),
    reads: reads === undefined || reads === '' ? null : reads,
  });
  const { owner, emailProperty } = item;
  return {
    names: [...counts.values()],
    settings: [
      reading('OWNER_HEADERS', settings.ownerHeaders, owner?.knownFrom === 'owner-header' ? (owner.phone ?? owner.address) : undefined),
      reading('EMAIL_PROPERTY_HEADERS', settings.emailPropertyHeaders, emailProperty.addresses.join(', ')),
      reading('MESSAGE_ID_HEADERS', settings.messageIdHeaders, item.sourceMessageId),
      reading('KIND_HEADERS', settings.kindHeaders, item.kind),
      reading('SOURCE_TYPE_HEADERS', settings.sourceTypeHeaders, item.otherArchiver ?? 'Signal'),
      reading(
        'GROUP_ID_HEADERS',
        settings.groupIdHeaders,
        item.chat.startsWith('group-id:') ? item.chat.slice('group-id:'.length) : undefined,
      ),
    ],
  };
}

function countNames(item: Item): Map<string, HeaderNameCount> {
  const counts = new Map<string, HeaderNameCount>();
  for (const [name] of item.headers) {
    const key = name.toLowerCase();
    const known = counts.get(key);
    counts.set(key, { name: known?.name ?? name, count: (known?.count ?? 0) + 1 });
  }
  return counts;
}
