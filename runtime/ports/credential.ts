/** What signs in at the source. Read from the vault at run time; never in settings, state or logs. */
export interface SourceCredential {
  readonly username: string;
  readonly password: string | undefined;
  /** PEM or OpenSSH form; only for `sftp`. */
  readonly privateKey: string | undefined;
  readonly passphrase: string | undefined;
}

export interface CredentialStore {
  /** Throws `SourceRefusedError` when there is none. */
  read(signal: AbortSignal): Promise<SourceCredential>;
}
