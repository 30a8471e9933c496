import type { EmailProperty, Item, ItemOwner, Participant } from '../../../runtime/domain/item/item';
import { createUserMapping, type MappingRow } from '../../../runtime/domain/mapping/user-mapping';
import { createDirectorySnapshot } from '../../../runtime/domain/routing/directory-index';
import type { DirectoryUser } from '../../../runtime/domain/routing/directory-snapshot';
import { NO_EARLIER_MAPPINGS } from '../../../runtime/domain/routing/earlier-mappings';
import type { RoutingContext } from '../../../runtime/domain/routing/routing-context';

export const ARRIVED_AT = new Date('2026-11-20T18:00:00Z');
export const SENT_AT = new Date('2026-11-20T12:00:00Z');

export const ANNA = '447700900123';
export const BEN = '447700900124';
export const CARL = '447700900125';

export function aUser(
  id: string,
  addresses: readonly string[] = [`${id}@contoso.example`],
  user: Partial<DirectoryUser> = {},
): DirectoryUser {
  return { id, userPrincipalName: addresses[0] ?? '', displayName: id, isGuest: false, isEnabled: true, addresses, ...user };
}

export function aParticipant(participant: Partial<Participant> = {}): Participant {
  return { role: 'to', name: '', phone: undefined, address: undefined, isAddressAmbiguous: false, ...participant };
}

/** Somebody with a number, and with an address when one is given. */
export function person(phone: string | undefined, address?: string, role: Participant['role'] = 'to'): Participant {
  return aParticipant({ phone, address, role });
}

export function aRow(phone: string, mailbox: string, from = '', to = '', line = 2): MappingRow {
  return { phone, mailbox, validFrom: from === '' ? undefined : new Date(from), validTo: to === '' ? undefined : new Date(to), line };
}

export function anItem(item: Partial<Item> = {}): Item {
  return {
    itemId: 'a'.repeat(64),
    byteLength: 1_000,
    kind: 'message',
    archiver: 'signal',
    otherArchiver: undefined,
    subject: 'Signal message',
    from: undefined,
    to: [],
    cc: [],
    date: SENT_AT,
    messageId: undefined,
    text: 'Hello',
    html: undefined,
    attachments: [],
    participants: [],
    owner: undefined,
    emailProperty: property(),
    identityConflicts: [],
    chat: 'a chat',
    messageIdentity: 'b'.repeat(64),
    sourceMessageId: undefined,
    headers: [],
    problems: [],
    ...item,
  };
}

/** The email property as one field with these addresses; no field without any. */
export function property(...addresses: readonly string[]): EmailProperty {
  return { fieldCount: addresses.length === 0 ? 0 : 1, addresses };
}

export const ownerByNumber = (phone: string): ItemOwner => ({ phone, address: undefined, knownFrom: 'owner-header' });
export const ownerByAddress = (address: string): ItemOwner => ({ phone: undefined, address, knownFrom: 'owner-header' });
/** As the reader of items derives it from an email property of one address. */
export const ownerByProperty = (address: string): ItemOwner => ({ phone: undefined, address, knownFrom: 'email-property' });

export interface ContextFacts extends Partial<Omit<RoutingContext, 'mapping' | 'directory'>> {
  readonly rows?: readonly MappingRow[];
  readonly users?: readonly DirectoryUser[];
}

export const USERS: readonly DirectoryUser[] = [
  aUser('anna', ['anna@contoso.example', 'anna.lee@contoso.example']),
  aUser('ben'),
  aUser('carl'),
  aUser('archive', ['archive@contoso.example'], { isEnabled: false }),
  aUser('guest', ['guest#EXT#@contoso.example', 'guest@contoso.example', 'guest@fabrikam.example'], { isGuest: true }),
  aUser('elsewhere', ['elsewhere@fabrikam.example']),
  aUser('twin-1', ['twin-1@contoso.example', 'twin@contoso.example']),
  aUser('twin-2', ['twin-2@contoso.example', 'twin@contoso.example']),
];

export function aContext({ rows = [], users = USERS, ...facts }: ContextFacts = {}): RoutingContext {
  return {
    mapping: createUserMapping(rows, 'version'),
    directory: createDirectorySnapshot(users, ARRIVED_AT),
    allowedDomains: new Set(['contoso.example']),
    automaticMapping: true,
    notOurs: new Set(),
    pilotMailboxes: new Set(),
    arrivedAt: ARRIVED_AT,
    earlierMappings: NO_EARLIER_MAPPINGS,
    isReplayedByAdministrator: false,
    ...facts,
  };
}
