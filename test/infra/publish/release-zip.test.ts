import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MAX_RELEASE_BYTES, packRelease } from '../../../infra/publish/release-package';
import { entryNames, obtainZip } from '../../../infra/publish/release-zip';
import { chooseRelease } from '../../../infra/release-choice';
import { Loopback } from '../support/loopback';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A folder with the files of a release. */
function releaseFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-release-'));
  for (const [name, content] of Object.entries({
    'host.json': '{}',
    'package.json': '{"main":"index.js"}',
    'index.js': 'module.exports = 1;',
    'public/page.css': 'p{}',
    ...files,
  })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

describe('the release zip', () => {
  it('has the same bytes when the same files are packed again, whatever their times', async () => {
    const first = await packRelease(releaseFolder());
    const later = releaseFolder();
    for (const file of ['host.json', 'index.js']) utimesSync(path.join(later, file), new Date('2030-01-01'), new Date('2030-01-01'));

    expect((await packRelease(later)).zip.equals(first.zip)).toBe(true);
    expect(first.sha256).toBe(sha256(first.zip));
  });

  it('has other bytes when a file changes', async () => {
    const changed = await packRelease(releaseFolder({ 'index.js': 'module.exports = 2;' }));
    expect(changed.sha256).not.toBe((await packRelease(releaseFolder())).sha256);
  });

  it('holds the files in the order of their names', async () => {
    expect(await entryNames((await packRelease(releaseFolder())).zip)).toEqual([
      'host.json',
      'index.js',
      'package.json',
      'public/page.css',
    ]);
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, RegExp]>([
    ['a file of Pulumi', { 'node_modules/@pulumi/pulumi/index.js': '' }, /Pulumi/],
    ['Pulumi inside the bundle', { 'index.js': 'require("@pulumi/pulumi")' }, /Pulumi/],
    ['more than 3 MB', { 'index.js': randomBytes(MAX_RELEASE_BYTES) }, /more than 3145728/],
  ])('is not made with %s', async (_case, files, message) => {
    await expect(packRelease(releaseFolder(files))).rejects.toThrow(message);
  });

  it('is not made of a folder that is no release, or not there', async () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'signal-archive-empty-'));
    writeFileSync(path.join(empty, 'index.js'), '');
    await expect(packRelease(empty)).rejects.toThrow(/has no host\.json and no package\.json/);
    await expect(packRelease(path.join(empty, 'none'))).rejects.toThrow(/is not there: run `npm run build`/);
  });
});

describe('the release of an update', () => {
  let zip: Buffer;
  let root: string;
  let server: Loopback;

  beforeAll(async () => {
    zip = (await packRelease(releaseFolder())).zip;
    root = mkdtempSync(path.join(tmpdir(), 'signal-archive-project-'));
    mkdirSync(path.join(root, 'dist'));
    writeFileSync(path.join(root, 'dist', 'release.zip'), zip);
  });
  beforeEach(async () => {
    server = await Loopback.start();
  });
  afterEach(() => server.stop());

  it('is the zip just built when the configuration names none', async () => {
    expect(chooseRelease({ release: { url: '', sha256: '' } }, root)).toEqual({ url: '', sha256: sha256(zip) });
    expect(await obtainZip({ url: '', sha256: sha256(zip) }, root, {})).toEqual(zip);
    expect(() => chooseRelease({ release: { url: '', sha256: '' } }, path.join(root, 'dist'))).toThrow(/run `npm run package`/);
  });

  it('is the published zip that the configuration names', async () => {
    server.expect('GET', '/release.zip', { status: 200, body: zip });

    expect(await obtainZip({ url: `${server.url}/release.zip`, sha256: sha256(zip) }, root, { RELEASE_DOWNLOAD_TOKEN: 'token' })).toEqual(
      zip,
    );
    expect(server.seen[0]?.header('authorization')).toBe('Bearer token');
  });

  it.each<[string, (good: Buffer) => Buffer, RegExp]>([
    [
      'another zip than the wanted one',
      (good) => Buffer.concat([good, Buffer.from('x')]),
      /is not the release that was wanted: its SHA-256 is/,
    ],
  ])('is never %s', async (_case, change, message) => {
    server.expect('GET', '/release.zip', { status: 200, body: change(zip) });
    await expect(obtainZip({ url: `${server.url}/release.zip`, sha256: sha256(zip) }, root, {})).rejects.toThrow(message);
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['a broken zip', () => zip.subarray(0, zip.length - 30), /is no readable ZIP/],
    ['a page that says "not found"', () => Buffer.from('<html>'), /is no readable ZIP/],
  ])('is never %s, even when its hash was written down', async (_case, content, message) => {
    server.expect('GET', '/release.zip', { status: 200, body: content() });
    await expect(obtainZip({ url: `${server.url}/release.zip`, sha256: sha256(content()) }, root, {})).rejects.toThrow(message);
  });

  it.each([404, 500])('is not deployed when it cannot be downloaded (%s)', async (status) => {
    server.expect('GET', '/release.zip', { status });
    await expect(obtainZip({ url: `${server.url}/release.zip`, sha256: sha256(zip) }, root, {})).rejects.toThrow(`HTTP ${status}`);
  });
});
