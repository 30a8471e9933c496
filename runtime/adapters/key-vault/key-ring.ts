import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Signer } from '../../ports/signer';
import { SigningKeyError } from '../../ports/vault-errors';
import { type Es256PublicKey, es256PublicKey, privateKeyOf, signEs256, thumbprintOf, verifyEs256 } from './es256';

/** A signing key as it is kept: a private JSON Web Key, and when it was made. */
export interface KeptKey {
  readonly createdAt: string;
  readonly jwk: JsonWebKey;
}

export function generateKey(createdAt: Date): KeptKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { createdAt: createdAt.toISOString(), jwk: privateKey.export({ format: 'jwk' }) };
}

/** Signs with the newest of its keys; the older ones verify what they signed. */
export class KeyRing implements Signer {
  readonly algorithm = 'ES256';
  private readonly publicKeys = new Map<string, Es256PublicKey>();
  private readonly current: { readonly keyId: string; readonly privateKey: KeyObject };

  /** Oldest first. Throws `SigningKeyError` when a key is none. */
  constructor(keys: readonly KeptKey[]) {
    for (const { jwk } of keys) {
      const publicKey = es256PublicKey(jwk);
      if (publicKey !== undefined) this.publicKeys.set(thumbprintOf(publicKey), publicKey);
    }
    const newest = keys.at(-1);
    const [keyId, publicKey] = [...this.publicKeys].at(-1) ?? [];
    if (newest === undefined || keyId === undefined || publicKey === undefined || this.publicKeys.size !== keys.length) throw notAKey();
    this.current = { keyId, privateKey: readPrivateKey(newest.jwk, publicKey) };
  }

  async keyId(): Promise<string> {
    return this.current.keyId;
  }

  async sign(content: Buffer): Promise<string> {
    return signEs256(content, this.current.privateKey);
  }

  async verify(content: Buffer, signature: string, keyId: string): Promise<boolean> {
    const key = this.publicKeys.get(keyId);
    return key !== undefined && verifyEs256(content, signature, key);
  }

  async publicKey(keyId: string): Promise<Readonly<Record<string, string>> | undefined> {
    const key = this.publicKeys.get(keyId);
    return key === undefined ? undefined : { ...key, kid: keyId, use: 'sig', alg: 'ES256' };
  }
}

/** A private half that is not the public half's signs without an error, and nobody could verify it: so it signs once here. */
function readPrivateKey(jwk: JsonWebKey, publicKey: Es256PublicKey): KeyObject {
  const probe = Buffer.from('signing key');
  try {
    const privateKey = privateKeyOf(jwk);
    if (verifyEs256(probe, signEs256(probe, privateKey), publicKey)) return privateKey;
  } catch (error) {
    throw notAKey({ cause: error });
  }
  throw notAKey();
}

const notAKey = (options?: ErrorOptions): SigningKeyError =>
  new SigningKeyError(
    'The signing key is not usable: a private P-256 key is needed. Restore the file from a backup; reports that were signed need it to verify',
    options,
  );
