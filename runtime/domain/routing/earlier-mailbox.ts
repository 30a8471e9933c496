import { isValidAt, type MappingRow } from '../mapping/user-mapping';
import { findUser } from './find-user';
import type { RoutingContext } from './routing-context';

/**
 * The mailbox that an earlier version gave to this number, when the item is older than the change: nobody but an administrator can tell
 * whether it belongs to the person before or after. A row that says itself from when it is valid has told already.
 */
export function earlierMailbox(
  row: MappingRow,
  mailboxId: string,
  sentAt: Date | undefined,
  context: Pick<RoutingContext, 'earlierMappings' | 'directory' | 'allowedDomains'>,
): string | undefined {
  if (sentAt !== undefined && row.validFrom !== undefined) return undefined;
  const earlier = context.earlierMappings.rowsOf(row.phone).find((past) => {
    if (sentAt !== undefined && (sentAt >= past.activeUntil || !isValidAt(past, sentAt))) return false;
    const found = findUser(past.mailbox, context);
    return found.kind === 'user' && found.user.id !== mailboxId;
  });
  return earlier?.mailbox;
}
