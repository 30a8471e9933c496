import { isValidAt, type MappingRow } from '../mapping/user-mapping';
import type { DirectoryUser } from './directory-snapshot';
import { earlierMailbox } from './earlier-mailbox';
import { findUser } from './find-user';
import type { RoutingContext } from './routing-context';
import type { RoutingReason } from './routing-reasons';

/** What the custom mapping says of a number. `useless`: there are rows, but none names a valid user for this item. */
export type RowMatch =
  | { readonly kind: 'no-row' }
  | { readonly kind: 'user'; readonly user: DirectoryUser; readonly address: string }
  | { readonly kind: 'useless'; readonly why: RoutingReason; readonly candidates: readonly string[] }
  | { readonly kind: 'ambiguous'; readonly why: RoutingReason; readonly candidates: readonly string[] };

const NO_ROW: RowMatch = Object.freeze({ kind: 'no-row' });

/** `sentAt`: the trusted sent time, undefined when there is none. */
export function matchByRow(phone: string | undefined, sentAt: Date | undefined, context: RoutingContext): RowMatch {
  const rows = phone === undefined ? [] : context.mapping.rowsOf(phone);
  if (rows.length === 0) return NO_ROW;
  if (sentAt === undefined && rows.length > 1) return { kind: 'ambiguous', why: 'sent-time-unknown', candidates: mailboxesOf(rows) };

  // A single row of an item without a trusted time is judged by the arrival: it is the only one there is, unless it had ended by then.
  const row = rows.find((each) => isValidAt(each, sentAt ?? context.arrivedAt));
  if (row === undefined) return { kind: 'useless', why: 'row-not-valid-then', candidates: mailboxesOf(rows) };
  return matchOf(row, sentAt, context);
}

function matchOf(row: MappingRow, sentAt: Date | undefined, context: RoutingContext): RowMatch {
  const found = findUser(row.mailbox, context);
  switch (found.kind) {
    case 'user':
      return assignedMatch(row, found.user, found.address, sentAt, context);
    case 'several':
      return { kind: 'ambiguous', why: 'names-several-users', candidates: [row.mailbox] };
    case 'guest':
      return { kind: 'useless', why: 'row-names-a-guest', candidates: [row.mailbox] };
    case 'outside':
      return { kind: 'useless', why: 'row-outside-domains', candidates: [row.mailbox] };
    case 'nobody':
      return { kind: 'useless', why: 'row-names-nobody', candidates: [row.mailbox] };
  }
}

function assignedMatch(row: MappingRow, user: DirectoryUser, address: string, sentAt: Date | undefined, context: RoutingContext): RowMatch {
  const earlier = context.isReplayedByAdministrator ? undefined : earlierMailbox(row, user.id, sentAt, context);
  if (earlier === undefined) return { kind: 'user', user, address };
  return { kind: 'ambiguous', why: 'number-re-assigned', candidates: [earlier, row.mailbox] };
}

function mailboxesOf(rows: readonly MappingRow[]): readonly string[] {
  return [...new Set(rows.map((row) => row.mailbox))];
}
