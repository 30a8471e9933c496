import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemorySigner, openFileSigner, rotateFileSigner } from '../../../runtime/adapters/key-vault/file-signer';

describe('the key file', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'key-file-'));
    path = join(folder, 'signing-key.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is made on the first start, for its owner alone, and is the same key on the next', async () => {
    const first = await openFileSigner(path);
    const second = await openFileSigner(path);

    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await second.keyId()).toBe(await first.keyId());
    expect(await second.verify(Buffer.from('x'), await first.sign(Buffer.from('x')), await first.keyId())).toBe(true);
  });

  it('is one key for starts at the same time, and nothing else stays behind', async () => {
    const signers = await Promise.all(Array.from({ length: 8 }, () => openFileSigner(path)));
    const ids = await Promise.all(signers.map((signer) => signer.keyId()));

    expect(new Set(ids).size).toBe(1);
    expect(await readdir(folder)).toEqual(['signing-key.json']);
  });

  it('keeps its rights and every old key over a rotation', async () => {
    const first = await (await openFileSigner(path)).keyId();
    const rotated = await rotateFileSigner(path);

    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await rotated.publicKey(first)).toBeDefined();
    expect(await (await openFileSigner(path)).keyId()).toBe(await rotated.keyId());
  });

  it('is refused when others can read it, with what to do', async () => {
    await openFileSigner(path);
    await chmod(path, 0o644);

    await expect(openFileSigner(path)).rejects.toMatchObject({
      code: 'SIGNING_KEY',
      disposition: 'stop-run',
      message: expect.stringContaining('chmod 600'),
    });
  });

  it.each([
    ['no JSON', () => '{'],
    ['of another version', (text: string) => text.replace('"v": 1', '"v": 2')],
    ['without a key', () => '{"v":1,"keys":[]}'],
    ['of another curve', (text: string) => text.replace('P-256', 'P-384')],
    ['without its private half', (text: string) => text.replace(/"d": "[^"]+"/, '"d": ""')],
    ['with a key that is none', () => '{"v":1,"keys":[null]}'],
  ])('is refused when it is %s', async (_case, change) => {
    await openFileSigner(path);
    await writeFile(path, change(await readFile(path, 'utf8')));

    await expect(openFileSigner(path)).rejects.toMatchObject({ code: 'SIGNING_KEY' });
  });

  it('is not needed for a start that keeps nothing', async () => {
    const signer = createMemorySigner();

    expect(await signer.verify(Buffer.from('x'), await signer.sign(Buffer.from('x')), await signer.keyId())).toBe(true);
  });
});
