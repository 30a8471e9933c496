import { createHash } from 'node:crypto';
import type { KeyClient, KeyClientOptions, KeyVaultKey } from '@azure/keyvault-keys';
import type { Signer } from '../../ports/signer';
import { VaultRefusedError, VaultUnavailableError } from '../../ports/vault-errors';
import { type Es256PublicKey, es256PublicKey, verifyEs256 } from './es256';
import { callVault, NotInVaultError, VAULT_RETRIES } from './vault-call';

type Credential = ConstructorParameters<typeof KeyClient>[1];

export interface VaultSignerOptions {
  /** `https://<name>.vault.azure.net`, or its like in another cloud. */
  readonly vaultUri: string;
  readonly keyName: string;
  readonly credential: Credential;
  /** For tests. */
  readonly client?: KeyClientOptions;
}

/** How long a process signs with the version it knows before it asks for a newer one. */
const CURRENT_KEY_LIFE_IN_MS = 60 * 60 * 1000;

interface VaultKey {
  readonly keyId: string;
  readonly publicKey: Es256PublicKey;
}

/**
 * Signs with a key that never leaves the vault. The key id is the full id with its version, so a report names the version that signed it.
 *
 * Only ids of this vault and key name are ever looked up: a forged report cannot send the verifier to a vault of its own.
 */
export class VaultSigner implements Signer {
  readonly algorithm = 'ES256';
  private opened: ReturnType<typeof openKeys> | undefined;
  private readonly known = new Map<string, VaultKey>();
  private current: { readonly key: VaultKey; readonly readAt: number } | undefined;

  constructor(
    private readonly options: VaultSignerOptions,
    private readonly now: () => number = Date.now,
  ) {}

  async keyId(): Promise<string> {
    return (await this.currentKey(true)).keyId;
  }

  /** Signs with the version that `keyId` named last. The answer is verified, so no report ever carries a signature that does not fit. */
  async sign(content: Buffer): Promise<string> {
    const { keyId, publicKey } = await this.currentKey(false);
    const { CryptographyClient } = await import('@azure/keyvault-keys');
    const client = new CryptographyClient(keyId, this.options.credential, { retryOptions: VAULT_RETRIES, ...this.options.client });
    const digest = createHash('sha256').update(content).digest();
    const { result } = await this.call('sign', (abortSignal) => client.sign('ES256', digest, { abortSignal }));
    const signature = Buffer.from(result).toString('base64');
    if (!verifyEs256(content, signature, publicKey)) throw new VaultUnavailableError('sign', 'its signature does not fit its own key');
    return signature;
  }

  async verify(content: Buffer, signature: string, keyId: string): Promise<boolean> {
    const key = await this.keyOf(keyId);
    return key !== undefined && verifyEs256(content, signature, key.publicKey);
  }

  async publicKey(keyId: string): Promise<Readonly<Record<string, string>> | undefined> {
    const key = await this.keyOf(keyId);
    return key === undefined ? undefined : { ...key.publicKey, kid: keyId, use: 'sig', alg: 'ES256' };
  }

  private keys(): ReturnType<typeof openKeys> {
    this.opened ??= openKeys(this.options);
    return this.opened;
  }

  private async currentKey(mayRefresh: boolean): Promise<VaultKey> {
    const current = this.current;
    const isFresh = current !== undefined && this.now() - current.readAt < CURRENT_KEY_LIFE_IN_MS;
    if (current !== undefined && (isFresh || !mayRefresh)) return current.key;
    const key = this.checked(
      await this.call('read the signing key', async (abortSignal) => (await this.keys()).getKey(this.options.keyName, { abortSignal })),
    );
    this.current = { key, readAt: this.now() };
    return key;
  }

  /** Undefined for a key of another vault or name, and for a version that is not there. */
  private async keyOf(keyId: string): Promise<VaultKey | undefined> {
    const known = this.known.get(keyId);
    if (known !== undefined) return known;
    const version = this.versionOf(keyId);
    if (version === undefined) return undefined;
    try {
      const read = await callVault('read a signing key', async (abortSignal) =>
        (await this.keys()).getKey(this.options.keyName, { version, abortSignal }),
      );
      return this.checked(read);
    } catch (error) {
      if (error instanceof NotInVaultError) return undefined;
      throw error;
    }
  }

  private versionOf(keyId: string): string | undefined {
    const prefix = `${new URL(this.options.vaultUri).origin}/keys/${this.options.keyName}/`;
    const version = keyId.startsWith(prefix) ? keyId.slice(prefix.length) : '';
    return /^[0-9a-f]{1,64}$/i.test(version) ? version : undefined;
  }

  private checked(read: KeyVaultKey): VaultKey {
    const { x, y, crv } = read.key ?? {};
    const publicKey = es256PublicKey({ ...(crv && { crv }), ...(x && { x: base64Url(x) }), ...(y && { y: base64Url(y) }) });
    if (publicKey === undefined || read.id === undefined || this.versionOf(read.id) === undefined) {
      throw new VaultRefusedError('read the signing key', `${this.options.keyName} is no key on P-256 of this vault`);
    }
    const key = { keyId: read.id, publicKey };
    this.known.set(key.keyId, key);
    return key;
  }

  private async call<T>(what: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await callVault(what, call);
    } catch (error) {
      if (error instanceof NotInVaultError)
        throw new VaultRefusedError(what, `the vault has no key ${this.options.keyName}`, { cause: error });
      throw error;
    }
  }
}

/** The SDK is loaded with the first question; local mode signs with a key of its own. */
async function openKeys({ vaultUri, credential, client }: VaultSignerOptions) {
  const { KeyClient } = await import('@azure/keyvault-keys');
  return new KeyClient(vaultUri, credential, { retryOptions: VAULT_RETRIES, ...client });
}

const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
