import type { Routing } from './routing';

export interface RoutingCounts {
  readonly itemsUnmatched: number;
  readonly participantsUnmatched: number;
  readonly participantsUnresolved: number;
  readonly participantsExternal: number;
}

/**
 * What one item adds to a report. An ambiguous participant counts as unmatched: it has no delivery, and what has none must stand somewhere
 * in Microsoft's sum. An unmatched item counts at least one.
 */
export function routingCounts({ participants, isItemUnmatched }: Routing): RoutingCounts {
  const counts = { matched: 0, unmatched: 0, ambiguous: 0, unresolved: 0, external: 0 };
  for (const { state } of participants) counts[state] += 1;
  const unmatched = counts.unmatched + counts.ambiguous;
  return {
    itemsUnmatched: isItemUnmatched ? 1 : 0,
    participantsUnmatched: isItemUnmatched ? Math.max(unmatched, 1) : unmatched,
    participantsUnresolved: counts.unresolved,
    participantsExternal: counts.external,
  };
}
