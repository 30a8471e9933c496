import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromBuffer } from 'yauzl';
import type { Environment } from './credentials';
import { PublishError } from './publish-error';

/** Where a release zip comes from and what it must be. */
export interface WantedZip {
  /** Empty = the zip that this checkout built. */
  readonly url: string;
  readonly sha256: string;
}

/** What the platform needs at the root of a release. */
const REQUIRED_ENTRIES = ['host.json', 'package.json'];
const MAX_ZIP_BYTES = 50 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_IN_MS = 120_000;

/** Gets the zip and proves that it is the wanted one and whole. Throws `PublishError` before anything was deployed. */
export async function obtainZip(wanted: WantedZip, projectRoot: string, env: Environment): Promise<Buffer> {
  const zip =
    wanted.url === ''
      ? readFileSync(path.join(projectRoot, 'dist', 'release.zip'))
      : await download(wanted.url, env['RELEASE_DOWNLOAD_TOKEN']);
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const from = wanted.url === '' ? 'dist/release.zip' : wanted.url;
  if (sha256 !== wanted.sha256)
    throw new PublishError(
      `${from} is not the release that was wanted: its SHA-256 is ${sha256}, not ${wanted.sha256}. Nothing was deployed.`,
    );
  const names = await entryNames(zip).catch((error: unknown) => {
    throw new PublishError(`${from} is no readable ZIP: ${error instanceof Error ? error.message : String(error)}. Nothing was deployed.`);
  });
  const missing = REQUIRED_ENTRIES.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new PublishError(`${from} has no ${missing.join(' and no ')}. Nothing was deployed.`);
  return zip;
}

/** A private address needs a token; `fetch` takes it off when it is redirected to another host. */
async function download(url: string, token: string | undefined): Promise<Buffer> {
  const headers = { Accept: 'application/octet-stream', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_IN_MS) }).catch((error: unknown) => {
    throw new PublishError(`${url} could not be downloaded: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  if (!response.ok) throw new PublishError(`${url} could not be downloaded: HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ZIP_BYTES) throw new PublishError(`${url} is larger than ${MAX_ZIP_BYTES} bytes: that is no release zip`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function entryNames(zip: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, file) => {
      if (error !== null || file === undefined) return reject(error ?? new Error('no ZIP'));
      const names: string[] = [];
      file.on('error', reject);
      file.on('end', () => resolve(names));
      file.on('entry', (entry: { fileName: string }) => {
        names.push(entry.fileName);
        file.readEntry();
      });
      file.readEntry();
    });
  });
}
