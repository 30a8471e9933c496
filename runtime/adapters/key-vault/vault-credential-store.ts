import type { SecretClient, SecretClientOptions } from '@azure/keyvault-secrets';
import type { CredentialFacts, SourceCredential, TellingCredentialStore } from '../../ports/credential';
import { SourceRefusedError } from '../../ports/source-errors';
import { parseCredentialSecret } from './credential-secret';
import { callVault, NotInVaultError, VAULT_RETRIES } from './vault-call';

export interface VaultCredentialOptions {
  readonly vaultUri: string;
  readonly secretName: string;
  readonly credential: ConstructorParameters<typeof SecretClient>[1];
  /** For tests. */
  readonly client?: SecretClientOptions;
}

/** A new secret takes effect within this time, without a restart. */
const CACHE_LIFE_IN_MS = 5 * 60 * 1000;

interface CachedCredential {
  readonly credential: SourceCredential;
  readonly changedAt: Date | undefined;
  readonly readAt: number;
}

/** What signs in at the source, from the vault. Kept in memory for at most five minutes; never in settings, state or logs. */
export class VaultCredentialStore implements TellingCredentialStore {
  private opened: ReturnType<typeof openSecrets> | undefined;
  private cached: CachedCredential | undefined;

  constructor(
    private readonly options: VaultCredentialOptions,
    private readonly now: () => number = Date.now,
  ) {}

  async read(signal: AbortSignal): Promise<SourceCredential> {
    return (await this.current(signal)).credential;
  }

  async facts(signal: AbortSignal): Promise<CredentialFacts> {
    const { credential, changedAt } = await this.current(signal);
    return { username: credential.username, changedAt };
  }

  private secrets(): ReturnType<typeof openSecrets> {
    this.opened ??= openSecrets(this.options);
    return this.opened;
  }

  private async current(signal: AbortSignal): Promise<CachedCredential> {
    const { cached } = this;
    if (cached !== undefined && this.now() - cached.readAt < CACHE_LIFE_IN_MS) return cached;
    const { value, changedAt } = await this.readSecret(signal);
    const credential = parseCredentialSecret(value);
    if (credential === undefined) {
      throw new SourceRefusedError(
        `Secret ${this.options.secretName} holds no credential: JSON with "username" and "password" or "privateKey", or "user:password" is needed. Set it anew`,
      );
    }
    const read = { credential, changedAt, readAt: this.now() };
    this.cached = read;
    return read;
  }

  private async readSecret(signal: AbortSignal): Promise<{ readonly value: string; readonly changedAt: Date | undefined }> {
    const { secretName } = this.options;
    try {
      const { value, properties } = await callVault(
        "read the source's credential",
        async (abortSignal) => (await this.secrets()).getSecret(secretName, { abortSignal }),
        signal,
      );
      return { value: value ?? '', changedAt: properties.createdOn };
    } catch (error) {
      if (error instanceof NotInVaultError) {
        throw new SourceRefusedError(`The vault has no secret ${secretName}. Store the TeleMessage credential there`, { cause: error });
      }
      throw error;
    }
  }
}

/** The SDK is loaded with the first question; local mode has no vault. */
async function openSecrets({ vaultUri, credential, client }: VaultCredentialOptions) {
  const { SecretClient } = await import('@azure/keyvault-secrets');
  return new SecretClient(vaultUri, credential, { retryOptions: VAULT_RETRIES, ...client });
}
