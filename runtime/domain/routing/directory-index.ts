import { comparableAddress } from './comparable-address';
import type { DirectorySnapshot, DirectoryUser } from './directory-snapshot';

const NOBODY: readonly DirectoryUser[] = Object.freeze([]);

/** The users of a tenant, found by address and by object id in constant time. */
export function createDirectorySnapshot(users: readonly DirectoryUser[], takenAt: Date): DirectorySnapshot {
  const byId = new Map<string, DirectoryUser>();
  const byAddress = new Map<string, DirectoryUser[]>();
  for (const user of users) {
    byId.set(user.id, user);
    for (const address of new Set(user.addresses.map(comparableAddress))) {
      const named = byAddress.get(address);
      if (named === undefined) byAddress.set(address, [user]);
      else named.push(user);
    }
  }
  return {
    takenAt,
    users,
    usersNamed: (address) => byAddress.get(comparableAddress(address)) ?? NOBODY,
    userById: (id) => byId.get(id),
  };
}

/** A user as stored: an array instead of an object saves a third of the bytes of a large directory. */
type StoredUser = readonly [id: string, principalName: string, displayName: string, flags: number, addresses: readonly string[]];

interface StoredDirectory {
  readonly v: 1;
  readonly takenAt: string;
  readonly users: readonly StoredUser[];
}

const IS_GUEST = 1;
const IS_ENABLED = 2;

/** The bytes in which a run pins the directory it routes with. */
export function directoryToJson(directory: DirectorySnapshot): Buffer {
  const users = directory.users.map(storedUser);
  return Buffer.from(JSON.stringify({ v: 1, takenAt: directory.takenAt.toISOString(), users } satisfies StoredDirectory));
}

/** Throws when the bytes are not what `directoryToJson` wrote: routing with half a directory would hold or misroute a whole day. */
export function directoryFromJson(content: Buffer): DirectorySnapshot {
  const stored = JSON.parse(content.toString('utf8')) as Partial<StoredDirectory>;
  if (stored.v !== 1 || !Array.isArray(stored.users) || typeof stored.takenAt !== 'string') {
    throw new TypeError(
      `A pinned directory has version ${String(stored.v)} instead of 1, or no users; a newer release may have written it`,
    );
  }
  return createDirectorySnapshot((stored.users as StoredUser[]).map(directoryUser), new Date(stored.takenAt));
}

function storedUser(user: DirectoryUser): StoredUser {
  const flags = (user.isGuest ? IS_GUEST : 0) | (user.isEnabled ? IS_ENABLED : 0);
  return [user.id, user.userPrincipalName, user.displayName, flags, user.addresses];
}

function directoryUser([id, userPrincipalName, displayName, flags, addresses]: StoredUser): DirectoryUser {
  return { id, userPrincipalName, displayName, isGuest: (flags & IS_GUEST) !== 0, isEnabled: (flags & IS_ENABLED) !== 0, addresses };
}
