import { comparableAddress, domainOf, isSmtpAddress } from './comparable-address';
import type { DirectoryUser } from './directory-snapshot';
import type { RoutingContext } from './routing-context';

/** Whom an address names. `outside`: not inside the allowed domains, whoever has it. */
export type FoundUser =
  | { readonly kind: 'user'; readonly user: DirectoryUser; readonly address: string }
  | { readonly kind: 'several'; readonly users: readonly DirectoryUser[] }
  | { readonly kind: 'guest' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'outside' };

type Where = Pick<RoutingContext, 'directory' | 'allowedDomains'>;

/**
 * The one gate through which an address becomes a mailbox: exactly one user of the directory, no guest, named by a plain address inside the
 * allowed domains. A disabled account is fine: shared mailboxes and leavers are.
 */
export function findUser(address: string, { directory, allowedDomains }: Where): FoundUser {
  const named = comparableAddress(address);
  if (!allowedDomains.has(domainOf(named))) return { kind: 'outside' };
  if (!isSmtpAddress(named)) return { kind: 'nobody' };
  const users = directory.usersNamed(named);
  const [user] = users;
  if (user === undefined) return { kind: 'nobody' };
  if (users.length > 1) return { kind: 'several', users };
  return user.isGuest ? { kind: 'guest' } : { kind: 'user', user, address: named };
}
