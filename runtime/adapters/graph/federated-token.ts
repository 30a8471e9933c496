import type { GraphRoot } from './graph-root';
import { type GraphToken, TokenUnavailableError } from './graph-token';

/** Who we are for Graph: an app registration that trusts a user-assigned identity. There is no secret. */
export interface FederatedTokenSettings {
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly identityClientId: string;
  /** `api://AzureADTokenExchange`, or that of another cloud. */
  readonly exchangeAudience: string;
}

/** As `@azure/identity` gives it. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** Asks for a new token, past every cache. */
export type IssueToken = (signal: AbortSignal) => Promise<IssuedToken>;

/** A token that ends sooner is replaced before it is used. */
const MIN_TOKEN_LEFT_IN_MS = 5 * 60_000;
const MAX_WAIT_IN_MS = 20_000;
/** The authority is overloaded or has a fault of its own; everything else it says is about us. */
const PASSING_FAULTS = new Set(['AADSTS90006', 'AADSTS90024', 'AADSTS90033', 'AADSTS50196']);

/** Keeps one token for all requests; many that find none wait for the same one. */
export class CachedToken implements GraphToken {
  readonly #issue: IssueToken;
  readonly #now: () => number;
  #current: IssuedToken | undefined;
  #pending: Promise<IssuedToken> | undefined;

  constructor(issue: IssueToken, now: () => number = Date.now) {
    this.#issue = issue;
    this.#now = now;
  }

  async get(): Promise<string> {
    const current = this.#current;
    if (current !== undefined && current.expiresOnTimestamp - this.#now() > MIN_TOKEN_LEFT_IN_MS) return current.token;
    this.#pending ??= this.#renew();
    return (await this.#pending).token;
  }

  refused(token: string): void {
    if (this.#current?.token === token) this.#current = undefined;
  }

  async #renew(): Promise<IssuedToken> {
    try {
      this.#current = await this.#issue(AbortSignal.timeout(MAX_WAIT_IN_MS));
      return this.#current;
    } catch (error) {
      throw tokenError(error);
    } finally {
      this.#pending = undefined;
    }
  }
}

/** Credentials of `@azure/identity` cache by themselves, so every issue begins with new ones. */
export function federatedToken(settings: FederatedTokenSettings, root: GraphRoot): GraphToken {
  const { authorityHost, tenantId, clientId, identityClientId, exchangeAudience } = settings;
  return new CachedToken(async (abortSignal) => {
    const { ClientAssertionCredential, ManagedIdentityCredential } = await import('@azure/identity');
    const identity = new ManagedIdentityCredential({ clientId: identityClientId });
    const assertion = async () => (await identity.getToken(`${exchangeAudience}/.default`, { abortSignal })).token;
    const app = new ClientAssertionCredential(tenantId, clientId, assertion, { authorityHost });
    return app.getToken(`${root.origin}/.default`, { abortSignal });
  });
}

function tokenError(error: unknown): TokenUnavailableError {
  const code = /AADSTS\d+/.exec(error instanceof Error ? error.message : '')?.[0];
  const isRefused = code !== undefined && !PASSING_FAULTS.has(code);
  return new TokenUnavailableError(isRefused, code ?? 'the authority did not answer', { cause: error });
}
