import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { PublishError } from './publish-error';

export interface ReleasePackage {
  readonly zip: Buffer;
  readonly sha256: string;
  readonly files: readonly string[];
}

export const MAX_RELEASE_BYTES = 3 * 1024 * 1024;

/** The same in every zip: the bytes must follow from the files alone. ZIP cannot say an earlier day. */
const FIXED_TIME = new Date(1980, 0, 1);
const FIXED_MODE = 0o100644;
const ROOT_FILES = ['host.json', 'package.json'];

/** Words that only the deploying side may contain. */
const PULUMI = /@pulumi\//;

/**
 * Makes the release zip of a folder: names sorted, times and rights fixed, so that two builds of the same files have the same bytes.
 *
 * Throws `PublishError` when the folder is no release: no host.json, something of Pulumi in it, or too large.
 */
export async function packRelease(folder: string): Promise<ReleasePackage> {
  const files = filesBelow(folder, '').sort((a, b) => (a < b ? -1 : 1));
  const missing = ROOT_FILES.filter((file) => !files.includes(file));
  if (missing.length > 0) throw new PublishError(`${folder} is no release: it has no ${missing.join(' and no ')}. Run \`npm run build\`.`);
  const archive = new ZipFile();
  for (const file of files) {
    const content = readFileSync(path.join(folder, file));
    if (PULUMI.test(file) || PULUMI.test(content.toString('latin1')))
      throw new PublishError(`${file} has something of Pulumi in it, which must never be deployed`);
    archive.addBuffer(content, file, { mtime: FIXED_TIME, mode: FIXED_MODE, compress: true, forceDosTimestamp: true });
  }
  archive.end();
  const zip = await buffer(archive.outputStream);
  if (zip.length > MAX_RELEASE_BYTES)
    throw new PublishError(
      `The release zip has ${zip.length} bytes, more than ${MAX_RELEASE_BYTES}: look for what the bundle should not contain`,
    );
  return { zip, sha256: createHash('sha256').update(zip).digest('hex'), files };
}

function filesBelow(folder: string, prefix: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new PublishError(`${folder} is not there: run \`npm run build\``);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(path.join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}
