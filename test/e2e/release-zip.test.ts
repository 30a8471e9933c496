import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packRelease } from '../../infra/publish/release-package';
import { unpackZip } from '../infra/support/unpack-zip';
import { type BareHost, startBareHost } from './support/bare-host';

/** The zip that is deployed, unpacked where nothing of this checkout lies beside it, in the local host. */
describe('the release zip', () => {
  let folder: string;
  let host: BareHost;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'signal-archive-unpacked-'));
    await unpackZip((await packRelease(join(__dirname, '..', '..', 'dist', 'release'))).zip, folder);
    host = await startBareHost(undefined, true, folder);
  });
  afterAll(async () => {
    await host?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (path: string): Promise<Response> => fetch(`${host.origin}${path}`, { redirect: 'manual' });

  it('shows the page with the files that it names', async () => {
    const page = await get('/');
    const html = await page.text();
    const files = [...html.matchAll(/(?:href|src)="(\/public\/[^"]+)"/g)].map(([, file]) => file ?? '');

    expect(page.status).toBe(200);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect((await get(file)).status).toBe(200);
  });

  it('answers at its API', async () => {
    expect((await get('/api/runs')).status).toBe(200);
    expect((await get('/api/openapi.yaml')).status).toBe(200);
  });

  it.each([
    '/debug',
    '/api/debug',
    '/test',
    '/admin/host/status',
    '/admin/functions/collect',
    '/index.js',
    '/host.json',
    '/public/../host.json',
  ])('has nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});
