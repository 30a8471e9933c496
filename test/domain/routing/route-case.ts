import type { Item } from '../../../runtime/domain/item/item';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { aContext, anItem, aRow, type ContextFacts } from './builders';

/** `<mailbox> by <how> for <participants>`, and `<state> (<why>)` of everybody. */
export type RouteCase = readonly [
  sentence: string,
  item: Partial<Item>,
  context: ContextFacts,
  mailboxes: readonly string[],
  states: readonly string[],
];

export function expectRoute([, item, context, mailboxes, states]: RouteCase): void {
  const routing = routeItem(anItem(item), aContext(context));

  expect({
    mailboxes: routing.mailboxes.map(
      ({ mailboxId, matchedBy, participants }) => `${mailboxId} by ${matchedBy} for ${participants.join('+') || 'nobody'}`,
    ),
    states: routing.participants.map(({ state, why }) => (why === undefined ? state : `${state} (${why})`)),
    isItemUnmatched: routing.isItemUnmatched,
  }).toEqual({ mailboxes, states, isItemUnmatched: mailboxes.length === 0 });
}

export type MappedNumber = readonly [phone: string, mailbox: string, from?: string, to?: string];

export const rowsOf = (...rows: readonly MappedNumber[]) => rows.map(([phone, mailbox, from, to]) => aRow(phone, mailbox, from, to));
