import { createPublicKey, verify } from 'node:crypto';
import type { Signer } from '../../runtime/ports/signer';

/** What every signer must do. `rotate` adds a newer key to the same store and answers a signer that opens it anew. */
export function describeSignerContract(name: string, open: () => Promise<{ signer: Signer; rotate: () => Promise<Signer> }>): void {
  const content = Buffer.from('{"a":1}');

  describe(`signer: ${name}`, () => {
    it('signs so that its own key verifies, and says which key it was', async () => {
      const { signer } = await open();
      const keyId = await signer.keyId();

      const signature = await signer.sign(content);

      expect(signer.algorithm).toBe('ES256');
      expect(await signer.verify(content, signature, keyId)).toBe(true);
      expect(await signer.keyId()).toBe(keyId);
    });

    it('signs in the form that any ES256 verifier takes', async () => {
      const { signer } = await open();
      const key = await signer.publicKey(await signer.keyId());
      const signature = Buffer.from(await signer.sign(content), 'base64');

      expect(signature).toHaveLength(64);
      expect(
        verify('sha256', content, { key: createPublicKey({ key: { ...key }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, signature),
      ).toBe(true);
    });

    it('hands out the public key alone', async () => {
      const { signer } = await open();
      const keyId = await signer.keyId();

      expect(Object.keys((await signer.publicKey(keyId)) ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      expect(await signer.publicKey(keyId)).toMatchObject({ kid: keyId, kty: 'EC', crv: 'P-256', alg: 'ES256' });
    });

    it.each<[string, (signature: string) => [Buffer, string]]>([
      ['other content', (signature: string) => [Buffer.from('{"a":2}'), signature]],
      ['a signature of another content', (signature: string) => [content, Buffer.from(signature, 'base64').reverse().toString('base64')]],
      ['no signature', () => [content, '']],
      [
        'a signature with a byte too many',
        (signature: string) => [content, Buffer.concat([Buffer.from(signature, 'base64'), Buffer.alloc(1)]).toString('base64')],
      ],
      ['text that is no base64', () => [content, '***']],
    ])('does not verify %s', async (_case, change) => {
      const { signer } = await open();
      const [changed, signature] = change(await signer.sign(content));

      expect(await signer.verify(changed, signature, await signer.keyId())).toBe(false);
    });

    it.each(['', 'unknown', 'https://attacker.example/keys/report/1', '../report'])('knows no key %p', async (keyId) => {
      const { signer } = await open();
      const signature = await signer.sign(content);

      expect(await signer.verify(content, signature, keyId)).toBe(false);
      expect(await signer.publicKey(keyId)).toBeUndefined();
    });

    it('signs with a new key after a rotation, and still verifies what the old one signed', async () => {
      const { signer, rotate } = await open();
      const [oldId, oldSignature] = [await signer.keyId(), await signer.sign(content)];

      const rotated = await rotate();
      const newId = await rotated.keyId();

      expect(newId).not.toBe(oldId);
      expect(await rotated.verify(content, oldSignature, oldId)).toBe(true);
      expect(await rotated.verify(content, await rotated.sign(content), newId)).toBe(true);
      expect(await rotated.verify(content, oldSignature, newId)).toBe(false);
    });
  });
}
