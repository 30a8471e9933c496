import type { CredentialFacts, SourceCredential, TellingCredentialStore } from '../../ports/credential';
import { SourceRefusedError } from '../../ports/source-errors';

/** Given values, for local mode only: a deployed connector reads its vault. */
export class SettingsCredentialStore implements TellingCredentialStore {
  constructor(private readonly credential: SourceCredential | undefined) {}

  async read(): Promise<SourceCredential> {
    if (this.credential === undefined)
      throw new SourceRefusedError('No credential is given for the source. Set user name and password, or a private key');
    return this.credential;
  }
  async facts(): Promise<CredentialFacts> {
    const { username } = await this.read();
    return { username, changedAt: undefined };
  }
}
