import { createDirectorySnapshot } from '../../domain/routing/directory-index';
import type { DirectorySnapshot, DirectoryUser } from '../../domain/routing/directory-snapshot';
import { type FoundUser, findUser } from '../../domain/routing/find-user';
import type { ConnectorPorts } from '../connector-ports';
import { recently } from './recently';

/** A directory of 100,000 users is not read again for every button. */
const LIFE_IN_MS = 5 * 60_000;
const READ_LIMIT_IN_MS = 60_000;

/** The directory as it was a few minutes ago at most. Throws the errors of the directory. */
export function recentDirectory(ports: Pick<ConnectorPorts, 'stores' | 'clock' | 'directory'>): Promise<DirectorySnapshot> {
  return recently('directory', LIFE_IN_MS, ports, async () => {
    const users: DirectoryUser[] = [];
    for await (const user of ports.directory.users(AbortSignal.timeout(READ_LIMIT_IN_MS))) users.push(user);
    return createDirectorySnapshot(users, ports.clock.now());
  });
}

/** Whom an address names, judged as routing judges it. */
export function userNamed(address: string, directory: DirectorySnapshot, ports: Pick<ConnectorPorts, 'options'>): FoundUser {
  return findUser(address, { directory, allowedDomains: new Set(allowedDomains(directory, ports)) });
}

/** Without a list (local mode only) every domain of the directory's users counts. */
function allowedDomains(directory: DirectorySnapshot, { options }: Pick<ConnectorPorts, 'options'>): readonly string[] {
  if (options.allowedDomains.length > 0) return options.allowedDomains;
  return directory.users
    .filter(({ isGuest }) => !isGuest)
    .flatMap(({ addresses }) => addresses.map((each) => each.slice(each.lastIndexOf('@') + 1)));
}
