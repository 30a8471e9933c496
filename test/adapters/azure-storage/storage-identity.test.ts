import tls from 'node:tls';
import type { ArchiveStorage } from '../../../runtime/adapters/azure-storage/archive-storage';
import { createArchiveStorage } from '../../../runtime/adapters/azure-storage/create-archive-storage';
import { SystemClock } from '../../../runtime/adapters/telemetry/system-clock';
import { issueCertificate } from '../../../runtime/local/telemessage-simulator/certificate/issue-certificate';
import { created, ScriptedService } from './scripted-service';

describe('storage with an identity instead of a key', () => {
  const issued = issueCertificate();
  const service = new ScriptedService({ key: issued.privateKey, cert: issued.certificate });
  const trusted = tls.getCACertificates('default');
  const scopes: unknown[] = [];
  let storage: ArchiveStorage;

  beforeAll(async () => {
    tls.setDefaultCACertificates([...trusted, issued.authority]);
    const uri = `https://127.0.0.1:${await service.listen()}/account/`;
    const credential = {
      getToken: async (scope: unknown) => {
        scopes.push(scope);
        return { token: 'token-of-the-identity', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    storage = createArchiveStorage(
      { blobServiceUri: uri, queueServiceUri: uri, tableServiceUri: uri, credential },
      { clock: new SystemClock() },
    );
    service.answer(created);
  });

  afterAll(async () => {
    tls.setDefaultCACertificates(trusted);
    await service.close();
  });

  it('sends its token to blobs, queues and tables, also with a transaction written by hand', async () => {
    await storage.container('work').put('a', Buffer.from('x'));
    await storage.queues.send('settle', { v: 1 });
    await storage.table('runs').insert({ partition: 'p', key: 'k' });
    await storage
      .table('runs')
      .transact([{ kind: 'upsert', row: { partition: 'p', key: 'k' } }])
      .catch(() => undefined);

    expect(service.requests.map(({ url }) => url.split('?')[0])).toEqual([
      '/account/work/a',
      '/account/settle/messages',
      '/account/runs',
      '/account/$batch',
    ]);
    expect(new Set(service.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer token-of-the-identity']));
    expect(new Set(scopes.flat())).toEqual(new Set(['https://storage.azure.com/.default']));
  });

  it('never sends a token without TLS', async () => {
    const plain = new ScriptedService();
    plain.answer(created);
    const uri = `http://127.0.0.1:${await plain.listen()}`;
    const credential = { getToken: async () => ({ token: 'token-of-the-identity', expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const open = createArchiveStorage(
      { blobServiceUri: uri, queueServiceUri: uri, tableServiceUri: uri, credential },
      { clock: new SystemClock() },
    );

    await expect(open.container('work').put('a', Buffer.from('x'))).rejects.toThrow();
    await expect(open.table('runs').get('p', 'k')).rejects.toThrow();

    expect(plain.requests).toEqual([]);
    await plain.close();
  });
});
