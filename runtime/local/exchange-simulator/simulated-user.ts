import { GraphFailure } from './graph-failure';

/** What stands behind a user: a mailbox that opens, or the reason why it does not. */
export type MailboxKind =
  | 'user'
  | 'shared'
  | 'full'
  | 'out-of-scope'
  | 'guest'
  | 'unlicensed'
  | 'on-premises'
  | 'soft-deleted'
  | 'none'
  | 'gone';

export interface SimulatedUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly mail: string | null;
  readonly proxyAddresses: readonly string[];
  readonly userType: 'Member' | 'Guest' | null;
  readonly accountEnabled: boolean;
  readonly mailbox: MailboxKind;
  /** Sum of a message; an administrator raises it up to 150 MB. */
  readonly messageSizeLimitInBytes: number;
  readonly quotaInBytes: number;
}

const DEFAULT_MESSAGE_SIZE_LIMIT_BYTES = 35 * 1024 * 1024;
const DEFAULT_QUOTA_BYTES = 100 * 1024 * 1024 * 1024;

/** Completes what a test or the local mode says of a user; `id` and `userPrincipalName` are enough. */
export function simulatedUser(user: Partial<SimulatedUser> & Pick<SimulatedUser, 'id' | 'userPrincipalName'>): SimulatedUser {
  const mailbox = user.mailbox ?? 'user';
  return {
    displayName: user.userPrincipalName,
    mail: mailbox === 'none' || mailbox === 'unlicensed' ? null : user.userPrincipalName,
    proxyAddresses: [`SMTP:${user.userPrincipalName}`],
    userType: mailbox === 'guest' ? 'Guest' : 'Member',
    accountEnabled: mailbox !== 'shared',
    mailbox,
    messageSizeLimitInBytes: DEFAULT_MESSAGE_SIZE_LIMIT_BYTES,
    quotaInBytes: DEFAULT_QUOTA_BYTES,
    ...user,
  };
}

const NOT_ENABLED = ['MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.'] as const;

/** Why a kind of mailbox does not open; `full` opens and takes nothing. */
const REFUSALS: Partial<Record<MailboxKind, readonly [status: number, code: string, message: string]>> = {
  guest: [404, ...NOT_ENABLED],
  unlicensed: [404, ...NOT_ENABLED],
  'on-premises': [404, ...NOT_ENABLED],
  'soft-deleted': [404, ...NOT_ENABLED],
  none: [404, 'ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.'],
  gone: [404, 'ErrorInvalidUser', 'The requested user is invalid.'],
  'out-of-scope': [403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
};

export function refuseClosedMailbox({ mailbox }: SimulatedUser): void {
  const refusal = REFUSALS[mailbox];
  if (refusal !== undefined) throw new GraphFailure(...refusal);
}

/** What `GET /users` can be asked for. */
const USER_VIEW = ['id', 'userPrincipalName', 'mail', 'proxyAddresses', 'displayName', 'userType', 'accountEnabled'] as const;

export const USER_PROPERTIES: ReadonlySet<string> = new Set(USER_VIEW);

export function userView(user: SimulatedUser, select: readonly string[]): Record<string, unknown> {
  const wanted = new Set(select);
  return Object.fromEntries(USER_VIEW.filter((name) => name === 'id' || wanted.has(name)).map((name) => [name, user[name]]));
}
