import { createHmac } from 'node:crypto';
import type { Signer } from '../../runtime/ports/signer';

const KEY_ID = 'repeatable';

/** Signs the same content the same way every time, as ECDSA does not: two runs of a test then write the same bytes. No signature at all. */
export const repeatableSigner: Signer = {
  algorithm: 'ES256',
  keyId: async () => KEY_ID,
  sign: async (content) => signed(content),
  verify: async (content, signature, keyId) => keyId === KEY_ID && signature === signed(content),
  publicKey: async () => undefined,
};

const signed = (content: Buffer): string => createHmac('sha256', KEY_ID).update(content).digest('base64');
