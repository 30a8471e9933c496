import { VaultSigner } from '../../../runtime/adapters/key-vault/vault-signer';
import { FakeKeyVault } from '../../fakes/fake-key-vault';

const content = Buffer.from('{}');

function world() {
  const vault = new FakeKeyVault('report');
  let time = 0;
  const signer = new VaultSigner(
    { vaultUri: `${vault.vaultUri}/`, keyName: 'report', credential: vault.credential, client: vault.client },
    () => time,
  );
  return { vault, signer, pass: (milliseconds: number) => (time += milliseconds) };
}

describe('the vault signer', () => {
  it('names the key with its version, and asks for it once an hour', async () => {
    const { vault, signer, pass } = world();

    const first = await signer.keyId();
    await signer.keyId();
    expect(vault.requests).toHaveLength(1);
    expect(first).toBe(vault.keyId);

    vault.addVersion();
    pass(60 * 60 * 1000);
    expect(await signer.keyId()).toBe(vault.keyId);
  });

  it('signs with the version that it named, however long that took', async () => {
    const { vault, signer, pass } = world();
    const keyId = await signer.keyId();
    vault.addVersion();
    pass(24 * 60 * 60 * 1000);

    expect(await signer.verify(content, await signer.sign(content), keyId)).toBe(true);
  });

  it('verifies without the vault once it knows the key', async () => {
    const { vault, signer } = world();
    const [keyId, signature] = [await signer.keyId(), await signer.sign(content)];
    vault.requests.length = 0;

    for (let times = 0; times < 5; times += 1) expect(await signer.verify(content, signature, keyId)).toBe(true);

    expect(vault.requests).toEqual([]);
  });

  it('asks no other vault, key or path, whatever a report names', async () => {
    const { vault, signer } = world();
    const names = [
      'https://evil.example/keys/report/1',
      `${vault.vaultUri}/keys/other/1`,
      `${vault.vaultUri}/keys/report/../secrets/x`,
      `${vault.vaultUri}.evil.example/keys/report/1`,
    ];

    for (const name of names) expect(await signer.verify(content, 'x', name)).toBe(false);

    expect(vault.requests).toEqual([]);
  });

  it('hands on no signature that does not fit its key', async () => {
    const { vault, signer } = world();
    vault.signsWrongly = true;

    await expect(signer.sign(content)).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE', disposition: 'retry' });
  });

  it.each([
    [403, 'VAULT_REFUSED', 'stop-run'],
    [400, 'VAULT_REFUSED', 'stop-run'],
    [404, 'VAULT_REFUSED', 'stop-run'],
  ])('stops the run when the vault answers %p', async (status, code, disposition) => {
    const { vault, signer } = world();
    vault.faults.push(status);

    await expect(signer.keyId()).rejects.toMatchObject({ code, disposition });
  });

  it('gets over an answer of 503 and a lost connection, and asks later when they stay', async () => {
    const { vault, signer } = world();
    vault.faults.push(503);
    expect(await signer.keyId()).toBe(vault.keyId);

    const other = world();
    other.vault.faults.push(503, 500, 503, 503);
    await expect(other.signer.keyId()).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE', disposition: 'retry' });
  });

  it('refuses a key that is not on P-256', async () => {
    const vault = new FakeKeyVault('report');
    const signer = new VaultSigner({ vaultUri: vault.vaultUri, keyName: 'missing', credential: vault.credential, client: vault.client });

    await expect(signer.keyId()).rejects.toThrow('the vault has no key missing');
  });
});
