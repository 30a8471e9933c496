import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';

/** ES256 signs with r and s of 32 bytes each, not with DER (RFC 7518, 3.4); Key Vault answers the same form. */
const ENCODING = 'ieee-p1363';
const SIGNATURE_BYTES = 64;

/** The public half of a P-256 key. */
export interface Es256PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** The public members of a key; undefined when it is no key on P-256. */
export function es256PublicKey(key: JsonWebKey): Es256PublicKey | undefined {
  const { x, y } = key;
  if (key.crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string') return undefined;
  return { kty: 'EC', crv: 'P-256', x, y };
}

/** RFC 7638: the same key has the same thumbprint everywhere. */
export function thumbprintOf({ crv, kty, x, y }: Es256PublicKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

export function signEs256(content: Buffer, privateKey: KeyObject): string {
  return sign('sha256', content, { key: privateKey, dsaEncoding: ENCODING }).toString('base64');
}

/** Never throws: what is no signature does not fit. */
export function verifyEs256(content: Buffer, signature: string, key: Es256PublicKey): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== SIGNATURE_BYTES || bytes.toString('base64') !== signature) return false;
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
    return verify('sha256', content, { key: publicKey, dsaEncoding: ENCODING }, bytes);
  } catch {
    return false;
  }
}

export const privateKeyOf = (key: JsonWebKey): KeyObject => createPrivateKey({ key, format: 'jwk' });
