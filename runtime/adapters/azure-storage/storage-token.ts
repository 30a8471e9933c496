import type { AccessToken, TokenCredential } from '@azure/identity';

/** The same for all three services, in every cloud. */
const SCOPE = 'https://storage.azure.com/.default';
/** A token that ends sooner is replaced before it is used. */
const MIN_TOKEN_LEFT_IN_MS = 5 * 60_000;
const MAX_WAIT_IN_MS = 20_000;

/** Keeps one token for all requests; many that find none wait for the same one. */
export class StorageToken {
  readonly #credential: TokenCredential;
  #current: AccessToken | undefined;
  #pending: Promise<AccessToken> | undefined;

  constructor(credential: TokenCredential) {
    this.#credential = credential;
  }

  async get(): Promise<string> {
    const current = this.#current;
    if (current !== undefined && current.expiresOnTimestamp - Date.now() > MIN_TOKEN_LEFT_IN_MS) return current.token;
    this.#pending ??= this.#renew();
    return (await this.#pending).token;
  }

  async #renew(): Promise<AccessToken> {
    try {
      const token = await this.#credential.getToken(SCOPE, { abortSignal: AbortSignal.timeout(MAX_WAIT_IN_MS) });
      if (token === null) throw new Error('The identity gave no token for storage');
      this.#current = token;
      return token;
    } finally {
      this.#pending = undefined;
    }
  }
}
