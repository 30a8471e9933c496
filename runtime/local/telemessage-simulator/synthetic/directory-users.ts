import { createHash } from 'node:crypto';
import { fullName, ORGANISATION_DOMAINS, PEOPLE } from './people';

/** A user as `GET /users` of Graph shows it, and how its mailbox behaves in the Exchange simulator. */
export interface SyntheticUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly proxyAddresses: readonly string[];
  readonly displayName: string;
  readonly userType: 'Member' | 'Guest';
  readonly accountEnabled: boolean;
  /** In the words of the Exchange simulator; only `user` and `shared` open. */
  readonly mailbox: 'user' | 'shared' | 'guest' | 'unlicensed' | 'out-of-scope';
}

type Differences = Partial<Omit<SyntheticUser, 'id' | 'userPrincipalName'>>;

/** The object id of a user: a GUID derived from the principal name, so that it is the same on every machine. */
export function userId(userPrincipalName: string): string {
  const hex = createHash('sha256').update(`user/${userPrincipalName.toLowerCase()}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function user(userPrincipalName: string, displayName: string, differences: Differences = {}): SyntheticUser {
  return {
    id: userId(userPrincipalName),
    userPrincipalName,
    mail: userPrincipalName,
    proxyAddresses: [`SMTP:${userPrincipalName}`],
    displayName,
    userType: 'Member',
    accountEnabled: true,
    mailbox: 'user',
    ...differences,
  };
}

/** What is not ordinary about a user; by principal name. */
const DIFFERENCES: Readonly<Record<string, Differences>> = {
  'yuki.tanaka@contoso.example': {
    mail: 'yuki.tanaka@contoso-trading.example',
    proxyAddresses: ['SMTP:yuki.tanaka@contoso-trading.example', 'smtp:yuki.tanaka@contoso.example'],
  },
  'hannah.fischer@contoso.example': {
    proxyAddresses: ['SMTP:hannah.fischer@contoso.example', 'smtp:h.fischer@contoso.example', 'sip:hannah.fischer@contoso.example'],
  },
  'martin.cole@contoso.example': { displayName: 'Martin Cole (left)', accountEnabled: false },
  'victor.lang@contoso.example': { mailbox: 'out-of-scope' },
  'kira.solberg@contoso.example': { mailbox: 'unlicensed' },
};

/** Users without a person in the conversations. */
const OTHER_USERS: readonly SyntheticUser[] = [
  user('operations.desk@contoso.example', 'Operations Desk', { accountEnabled: false, mailbox: 'shared' }),
  user('sales@contoso.example', 'Sales Team', { accountEnabled: false, mailbox: 'shared' }),
  user('nils.berg_fabrikam.example#EXT#@contoso.example', 'Nils Berg', {
    mail: 'nils.berg@fabrikam.example',
    proxyAddresses: ['SMTP:nils.berg@fabrikam.example'],
    userType: 'Guest',
    mailbox: 'guest',
  }),
  user('reception@contoso.example', 'Reception'),
  user('meeting.room.skye@contoso.example', 'Meeting Room Skye', { accountEnabled: false, mailbox: 'shared' }),
  user('build.agent@contoso.example', 'Build Agent', { mail: null, proxyAddresses: [], mailbox: 'unlicensed' }),
];

/** The directory of the synthetic organisation, in the order of the principal names. */
export function directoryUsers(): readonly SyntheticUser[] {
  const users = new Map(OTHER_USERS.map((other) => [other.userPrincipalName, other]));
  for (const person of PEOPLE) {
    if (person.standing.state !== 'mapped' && person.standing.state !== 'addressed') continue;
    const name = person.standing.mailbox;
    if (!users.has(name)) users.set(name, user(name, fullName(person), DIFFERENCES[name]));
  }
  return [...users.values()].sort((a, b) => (a.userPrincipalName < b.userPrincipalName ? -1 : 1));
}

export function isOrganisationAddress(address: string): boolean {
  return ORGANISATION_DOMAINS.some((domain) => address.toLowerCase().endsWith(`@${domain}`));
}
