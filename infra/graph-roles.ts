import type { StackConfig } from './config/fields';

/** Microsoft Graph in every cloud. */
export const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000';

/**
 * Application permissions of Microsoft Graph, derived from how mailboxes are reached. Never a free list: `Mail.Send` and anything
 * else cannot be asked for. With `exchange-rbac` Exchange grants the mailboxes, and a tenant-wide grant beside it would undo the scope.
 */
export function graphRoles(mailAccess: StackConfig['mailAccess']): readonly string[] {
  return mailAccess === 'entra' ? ['Mail.ReadWrite', 'User.Read.All'] : ['User.Read.All'];
}
