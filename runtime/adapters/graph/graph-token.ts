/** Where bearer tokens come from. */
export interface GraphToken {
  /** A token that is still good for some minutes. Throws `TokenUnavailableError`. */
  get(): Promise<string>;
  /** Graph refused this token: the next `get` brings a new one. */
  refused(token: string): void;
}

/** No token: the authority refuses us (`isRefused`, an administrator must act), or it did not answer. */
export class TokenUnavailableError extends Error {
  override readonly name = 'TokenUnavailableError';
  constructor(
    readonly isRefused: boolean,
    /** A fixed text or a code such as `AADSTS70021`; never the authority's own sentence, it may name the tenant. */
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(`There is no token for Microsoft Graph: ${why}`, options);
  }
}
