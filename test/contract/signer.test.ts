import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileSigner, rotateFileSigner } from '../../runtime/adapters/key-vault/file-signer';
import { VaultSigner } from '../../runtime/adapters/key-vault/vault-signer';
import { FakeKeyVault } from '../fakes/fake-key-vault';
import { describeSignerContract } from './signer-contract';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describeSignerContract('key file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signer-'));
  folders.push(folder);
  const path = join(folder, 'keys', 'signing-key.json');
  return { signer: await openFileSigner(path), rotate: () => rotateFileSigner(path) };
});

describeSignerContract('key vault', async () => {
  const vault = new FakeKeyVault('report');
  const open = () => new VaultSigner({ vaultUri: vault.vaultUri, keyName: 'report', credential: vault.credential, client: vault.client });
  const rotate = async () => {
    vault.addVersion();
    return open();
  };
  return { signer: open(), rotate };
});
