import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { LandingSource } from '../../runtime/adapters/source/landing/landing-source';
import { type AzuriteProcess, startAzurite } from '../../runtime/local/host/azurite-process';
import { describeSourceContract } from './source-contract';

let azurite: AzuriteProcess;
let nextContainer = 1;

beforeAll(async () => {
  azurite = await startAzurite({ dataFolder: undefined });
}, 60_000);

afterAll(async () => {
  await azurite.stop();
});

function partOf(connectionString: string, name: string): string {
  return new RegExp(`(?:^|;)${name}=([^;]+)`).exec(connectionString)?.[1] ?? '';
}

describeSourceContract('landing', async () => {
  const part = (name: string) => partOf(azurite.connectionString, name);
  const url = `${part('BlobEndpoint')}/landing-${nextContainer++}`;
  const credential = new StorageSharedKeyCredential(part('AccountName'), part('AccountKey'));
  const container = new ContainerClient(url, credential);
  await container.create();
  const wrongKey = new StorageSharedKeyCredential(part('AccountName'), Buffer.alloc(64, 1).toString('base64'));
  return {
    source: new LandingSource({ url, prefix: '', credential }),
    put: async (name, content) => {
      await container.getBlockBlobClient(name).uploadData(content);
    },
    remove: async (name) => {
      await container.deleteBlob(name);
    },
    impostor: new LandingSource({ url, prefix: '', credential: wrongKey }),
    vanish: async () => {
      await container.delete();
    },
    close: async () => {
      await container.deleteIfExists();
    },
  };
});
