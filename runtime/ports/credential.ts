/** What signs in at the source. Read from the vault at run time; never in settings, state or logs. */
export interface SourceCredential {
  readonly username: string;
  readonly password: string | undefined;
  /** PEM or OpenSSH form; only for `sftp`. */
  readonly privateKey: string | undefined;
  readonly passphrase: string | undefined;
}

/** Of the credential only what may be shown. */
export interface CredentialFacts {
  readonly username: string;
  /** When it was stored; undefined where nobody keeps that. */
  readonly changedAt: Date | undefined;
}

export interface CredentialStore {
  /** Throws `SourceRefusedError` when there is none. */
  read(signal: AbortSignal): Promise<SourceCredential>;
}

/** A store that also tells what people may know of the credential. */
export interface TellingCredentialStore extends CredentialStore {
  /** Never the secret itself. Throws as `read` does. */
  facts(signal: AbortSignal): Promise<CredentialFacts>;
}
