import { SftpSource, type SftpSourceOptions } from '../../../../runtime/adapters/source/sftp/sftp-source';
import type { ListedPackage } from '../../../../runtime/ports/source';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../../../runtime/ports/source-errors';
import { REGULAR_FILE, type ScriptedFile, type ScriptedServer, type ServerScript, startScriptedServer } from './scripted-sftp-server';

const NEVER = new AbortController().signal;
const EVERYTHING = { from: undefined, to: new Date() };
const CONTENT = Buffer.alloc(3_000_000, 'sftp ');

describe('the sftp source and a server that plays tricks', () => {
  let server: ScriptedServer;
  let source: SftpSource;

  const open = async (script: ServerScript, differences: Partial<SftpSourceOptions> = {}, password = 'right') => {
    server = await startScriptedServer(script);
    source = new SftpSource(
      { url: `sftp://127.0.0.1:${server.port}/inbound`, hostKeys: [server.hostKey], ...differences },
      { read: async () => ({ username: 'archive', password, privateKey: undefined, passphrase: undefined }) },
    );
  };
  afterEach(async () => {
    source.close();
    await server.stop();
  });

  const list = () => source.list(EVERYTHING, NEVER);
  const listed = async (): Promise<ListedPackage> => {
    const [first] = (await list()).packages;
    if (first === undefined) throw new Error('Nothing is listed');
    return first;
  };
  const read = async (one: ListedPackage): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of source.open(one, 0, NEVER)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  describe('signing in', () => {
    it.each(['password', 'keyboard-interactive'] as const)('signs in by %s', async (signIn) => {
      await open({ files: [{ filename: 'a.zip' }], signIn });

      expect((await list()).packages).toHaveLength(1);
    });

    it.each(['password', 'keyboard-interactive'] as const)('is refused with a wrong password by %s', async (signIn) => {
      await open({ files: [], signIn }, {}, 'wrong');

      await expect(list()).rejects.toThrow(SourceRefusedError);
    });

    it('answers no second question with the password', async () => {
      await open({ files: [], signIn: 'two-questions' });

      await expect(list()).rejects.toThrow(SourceRefusedError);
    });

    it('does not wait for a server that never answers', async () => {
      await open({ files: [], signIn: 'never-answers' }, { connectTimeInMs: 500 });

      await expect(list()).rejects.toThrow(SourceUnavailableError);
    });
  });

  it.each<[string, string]>([
    ['a way up', '../secret.zip'],
    ['a way up and down again', '../inbound/../../etc/x.zip'],
    ['an absolute path', '/etc/x.zip'],
    ['a path below', 'sub/x.zip'],
    ['a path of Windows', '..\\x.zip'],
    ['a NUL', 'x\0.zip'],
  ])('lists no name that is no name: %s', async (_case, filename) => {
    await open({ files: [{ filename, content: CONTENT }, { filename: 'good.zip' }] });

    const { packages, problems } = await list();

    expect(packages.map(({ name }) => name)).toEqual(['good.zip']);
    expect(problems.map(({ code }) => code)).toEqual(['unsafe-name']);
    expect(server.opened).toEqual([]);
  });

  it('opens nothing outside of the folder, whatever it is asked for', async () => {
    await open({ files: [{ filename: 'a.zip', content: CONTENT }] });
    const hostile = { ...(await listed()), name: '../../etc/shadow' };

    await expect(read(hostile)).rejects.toThrow(PackageGoneError);
    expect(server.opened).toEqual([]);
  });

  it('reports links, devices and names that are no UTF-8, and goes on', async () => {
    const files: ScriptedFile[] = [
      { filename: 'link.zip', mode: 0o120777 },
      { filename: 'pipe.zip', mode: 0o010644 },
      { filename: 'broken-\uFFFD.zip' },
      { filename: '.', mode: 0o040755 },
      { filename: '..', mode: 0o040755 },
      { filename: 'good.eml', mode: REGULAR_FILE },
    ];
    await open({ files });

    const { packages, problems } = await list();

    expect(packages.map(({ name }) => name)).toEqual(['good.eml']);
    expect(problems.map(({ code }) => code)).toEqual(['symbolic-link', 'not-a-file', 'unreadable-file']);
  });

  it('does not follow folders in folders for ever', async () => {
    await open({ files: [{ filename: 'again', mode: 0o040755 }] });

    const { packages, problems } = await list();

    expect(packages).toEqual([]);
    expect(problems).toEqual([{ code: 'unreadable-file', detail: expect.stringContaining('nested too deeply') }]);
  });

  it('does not wait for a listing that never comes', async () => {
    await open({ files: [], stallsListing: true }, { listingTimeInMs: 500 });

    await expect(list()).rejects.toThrow('it was not complete within 500 ms');
  });

  it('puts together what a server sends in small pieces', async () => {
    await open({ files: [{ filename: 'a.zip', content: CONTENT.subarray(0, 300_000) }], largestAnswer: 5_001 });

    expect((await read(await listed())).equals(CONTENT.subarray(0, 300_000))).toBe(true);
  });

  it.each<[string, Partial<ServerScript>, typeof SourceUnavailableError | typeof PackageGoneError]>([
    ['stops answering', { readsUntil: 10, afterwards: 'stall' }, SourceUnavailableError],
    ['ends the connection', { readsUntil: 10, afterwards: 'disconnect' }, SourceUnavailableError],
    ['refuses to go on', { readsUntil: 10, afterwards: 'fail' }, SourceUnavailableError],
    ['has less than it listed', { files: [{ filename: 'a.zip', content: CONTENT, claims: CONTENT.length + 1 }] }, PackageGoneError],
  ])('fails cleanly when the server %s in the middle of a package', async (_case, script, kind) => {
    await open({ files: [{ filename: 'a.zip', content: CONTENT }], ...script }, { idleTimeInMs: 4_000 });

    await expect(read(await listed())).rejects.toThrow(kind);

    Object.assign(server.script, { readsUntil: undefined, files: [{ filename: 'a.zip', content: CONTENT }] });
    expect((await read(await listed())).equals(CONTENT)).toBe(true);
  });

  it('reads at most 1 MiB ahead of its consumer', async () => {
    await open({ files: [{ filename: 'a.zip', content: CONTENT }] });
    const one = await listed();
    for await (const _chunk of source.open(one, 0, NEVER)) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      break;
    }

    expect(server.sent()).toBeLessThanOrEqual(1024 * 1024 + 128 * 1024);
  });
});
