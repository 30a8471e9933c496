import type { DirectoryUser } from '../../domain/routing/directory-snapshot';
import type { Directory } from '../../ports/directory';
import { ExchangeUnavailableError, TokenRefusedError } from '../../ports/exchange-errors';
import { failedAnswer } from './failed-answer';
import type { GraphConnection } from './graph-connection';
import { graphError, lostAnswerError } from './graph-errors';
import { type GraphObject, text } from './graph-object';
import type { GraphAnswer } from './graph-outcome';
import { pagesOf } from './graph-pages';
import { GraphPath } from './graph-paths';

const OPERATION = 'read-directory';
const MAX_PAGE_TIME_IN_MS = 30_000;

/** The tenant's users, 999 a page; cheaper than a query for each address, and no dialect of filters is needed. */
export class GraphDirectory implements Directory {
  readonly #connection: GraphConnection;

  constructor(connection: GraphConnection) {
    this.#connection = connection;
  }

  async *users(signal: AbortSignal): AsyncGenerator<DirectoryUser> {
    for await (const page of pagesOf(OPERATION, GraphPath.users, this.#connection.root, (path) => this.#read(path, signal))) {
      for (const entry of page) {
        const user = userOf(entry);
        if (user !== undefined) yield user;
      }
    }
  }

  /** A refused token is replaced once. */
  async #read(path: string, signal: AbortSignal): Promise<GraphAnswer> {
    try {
      return await this.#once(path, signal);
    } catch (error) {
      if (!(error instanceof TokenRefusedError)) throw error;
      return await this.#once(path, signal);
    }
  }

  async #once(path: string, signal: AbortSignal): Promise<GraphAnswer> {
    if (signal.aborted) throw new ExchangeUnavailableError(OPERATION, 'it was given up');
    const outcome = await this.#connection.call({ method: 'GET', path }, performance.now() + MAX_PAGE_TIME_IN_MS);
    if (outcome.kind === 'lost') throw lostAnswerError(OPERATION, outcome.why, outcome.wasSent);
    if (outcome.kind === 'no-token') {
      throw outcome.isRefused ? new TokenRefusedError() : new ExchangeUnavailableError(OPERATION, `no token: ${outcome.why}`);
    }
    if (outcome.status === 200) return outcome;
    const request = { operation: OPERATION, mailboxId: '', bytes: 0, throttledTries: 0 } as const;
    throw graphError(failedAnswer(outcome, request, new Date(), Math.random()));
  }
}

/** What is missing is taken as ordinary; without an id or any address nothing can be delivered to a user. */
export function userOf(entry: GraphObject): DirectoryUser | undefined {
  const id = text(entry['id']);
  const userPrincipalName = text(entry['userPrincipalName']) ?? '';
  if (id === undefined) return undefined;
  return {
    id,
    userPrincipalName,
    displayName: text(entry['displayName']) ?? '',
    isGuest: text(entry['userType'])?.toLowerCase() === 'guest' || userPrincipalName.toUpperCase().includes('#EXT#'),
    isEnabled: entry['accountEnabled'] !== false,
    addresses: addressesOf(entry, userPrincipalName),
  };
}

/** Proxy addresses are `smtp:` (other types name no mailbox of ours), the primary one in capitals. */
function addressesOf(entry: GraphObject, userPrincipalName: string): readonly string[] {
  const proxies = Array.isArray(entry['proxyAddresses']) ? (entry['proxyAddresses'] as readonly unknown[]) : [];
  const smtp = proxies.flatMap((proxy) => /^smtp:(.+)$/i.exec(text(proxy) ?? '')?.[1] ?? []);
  const all = [userPrincipalName, text(entry['mail']) ?? '', ...smtp].map((address) => address.trim().toLowerCase());
  return [...new Set(all.filter((address) => address.includes('@')))];
}
