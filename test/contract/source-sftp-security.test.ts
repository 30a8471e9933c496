import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SftpSource } from '../../runtime/adapters/source/sftp/sftp-source';
import type { SourceCredential } from '../../runtime/ports/credential';
import { SourceRefusedError, SourceUnavailableError } from '../../runtime/ports/source-errors';
import { readAll, someBytes } from './source-contract';
import { hasOpenSsh, type OpenSshServer, startOpenSsh } from './source-openssh';

const NEVER = new AbortController().signal;
const EVERYTHING = { from: undefined, to: new Date() };
const OTHER_KEY = `SHA256:${Buffer.alloc(32, 7).toString('base64').replace('=', '')}`;
/** How sshd logs an attempt to sign in, whatever the method. */
const SIGN_IN_ATTEMPT = /userauth-request|Failed password|Accepted publickey/;

const describeWithOpenSsh = hasOpenSsh ? describe : describe.skip;

describeWithOpenSsh('the sftp source and a real OpenSSH server', () => {
  let server: OpenSshServer;
  let folder: string;
  let loggedBefore: number;

  beforeAll(async () => {
    server = await startOpenSsh();
  }, 30_000);

  beforeEach(async () => {
    folder = await mkdtemp(join(server.folder, 'case-'));
    await writeFile(join(folder, 'a.zip'), someBytes(2_000_000));
    loggedBefore = (await server.log()).length;
  });

  afterAll(() => server.stop());

  /** What the server logged since the test began. */
  const logged = async () => (await server.log()).slice(loggedBefore);

  const connect = (hostKeys: readonly string[], credential: Partial<SourceCredential>) =>
    new SftpSource(
      { url: `sftp://127.0.0.1:${server.port}${folder}`, hostKeys },
      {
        read: async () => ({ username: server.username, password: undefined, privateKey: undefined, passphrase: undefined, ...credential }),
      },
    );
  const names = async (source: SftpSource) => (await source.list(EVERYTHING, NEVER)).packages.map(({ name }) => name);

  it.each([
    ['a password', () => ({ password: 'a secret' })],
    ['a private key', () => ({ privateKey: server.privateKey })],
  ])('sends no credential to a server with another host key: %s', async (_case, credential) => {
    const source = connect([OTHER_KEY], credential());

    await expect(source.list(EVERYTHING, NEVER)).rejects.toThrow(SourceRefusedError);
    await expect(source.check(NEVER)).rejects.toThrow(`it is ${server.hostKey}; no credential was sent`);

    const log = await logged();
    expect(log).toContain('Connection from 127.0.0.1');
    expect(log).not.toMatch(SIGN_IN_ATTEMPT);
    expect(log).not.toContain(server.username === 'root' ? 'user root' : `user ${server.username}`);
  });

  it('does send the password when the host key is the pinned one, which shows that the log would tell', async () => {
    const source = connect([server.hostKey], { password: 'a secret' });

    await expect(source.check(NEVER)).rejects.toThrow(SourceRefusedError);
    await expect(source.check(NEVER)).rejects.not.toThrow('a secret');

    expect(await logged()).toMatch(SIGN_IN_ATTEMPT);
    source.close();
  });

  it('takes one of several pinned keys, so that a key can be changed without a gap', async () => {
    const source = connect([OTHER_KEY, `${server.hostKey}=`], { privateKey: server.privateKey });

    expect(await names(source)).toEqual(['a.zip']);
    source.close();
  });

  it('reads a private key with its passphrase, and says when the passphrase is wrong', async () => {
    const right = connect([server.hostKey], { privateKey: server.protectedKey, passphrase: 'open sesame' });
    const wrong = connect([server.hostKey], { privateKey: server.protectedKey, passphrase: 'open barley' });
    const none = connect([server.hostKey], { privateKey: 'not a key' });

    expect(await names(right)).toEqual(['a.zip']);
    for (const source of [wrong, none]) {
      await expect(source.check(NEVER)).rejects.toThrow('The private key in the vault cannot be read');
      await expect(source.check(NEVER)).rejects.toMatchObject({ disposition: 'stop-run' });
      source.close();
    }
    right.close();
  });

  it('needs a user name and a password or key', async () => {
    await expect(connect([server.hostKey], {}).check(NEVER)).rejects.toThrow('neither password nor private key');
    await expect(connect([server.hostKey], { username: '', password: 'x' }).check(NEVER)).rejects.toThrow(SourceRefusedError);
  });

  it('signs in once for many calls, and anew after the connection was lost', async () => {
    const source = connect([server.hostKey], { privateKey: server.privateKey });
    const [listed] = (await source.list(EVERYTHING, NEVER)).packages;
    if (listed === undefined) throw new Error('Nothing is listed');
    await Promise.all([readAll(source, listed), readAll(source, listed), names(source)]);
    const signIns = async () => (await logged()).match(/Accepted publickey/g)?.length;
    expect(await signIns()).toBe(1);

    source.close();

    expect((await readAll(source, listed)).equals(someBytes(2_000_000))).toBe(true);
    expect(await signIns()).toBe(2);
    source.close();
  });

  it('is unavailable when the server is gone, and says so without the path', async () => {
    const gone = await startOpenSsh();
    await gone.stop();
    const source = new SftpSource(
      { url: `sftp://127.0.0.1:${gone.port}/private-name`, hostKeys: [gone.hostKey] },
      { read: async () => ({ username: gone.username, password: undefined, privateKey: gone.privateKey, passphrase: undefined }) },
    );

    await expect(source.check(NEVER)).rejects.toThrow(SourceUnavailableError);
    await expect(source.check(NEVER)).rejects.toThrow('ECONNREFUSED');
    await expect(source.check(NEVER)).rejects.not.toThrow('private-name');
  }, 30_000);

  it('is unavailable, not empty, when the remote folder does not exist', async () => {
    await rm(folder, { recursive: true });
    const source = connect([server.hostKey], { privateKey: server.privateKey });

    await expect(source.check(NEVER)).rejects.toThrow('the remote folder cannot be read (no such file)');
    source.close();
  });
});
