import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SftpSource } from '../../runtime/adapters/source/sftp/sftp-source';
import { describeSourceContract } from './source-contract';
import { hasOpenSsh, type OpenSshServer, startOpenSsh } from './source-openssh';

let server: OpenSshServer;

const describeWithOpenSsh = hasOpenSsh ? describe : describe.skip;

describeWithOpenSsh('OpenSSH', () => {
  beforeAll(async () => {
    server = await startOpenSsh();
  }, 30_000);

  afterAll(() => server.stop());

  describeSourceContract('sftp', async () => {
    const folder = await mkdtemp(join(server.folder, 'case-'));
    const url = `sftp://127.0.0.1:${server.port}${folder}`;
    const connect = (privateKey: string | undefined, password: string | undefined) =>
      new SftpSource(
        { url, hostKeys: [server.hostKey] },
        { read: async () => ({ username: server.username, password, privateKey, passphrase: undefined }) },
      );
    const sources = [connect(server.privateKey, undefined), connect(undefined, 'wrong')] as const;
    return {
      source: sources[0],
      put: async (name, content) => {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), content);
      },
      remove: (name) => rm(join(folder, name)),
      impostor: sources[1],
      vanish: () => rm(folder, { recursive: true }),
      close: async () => {
        for (const source of sources) source.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
});
