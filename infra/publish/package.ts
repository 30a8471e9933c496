import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PublishError } from './publish-error';
import { packRelease } from './release-package';

/** `npm run package`: `dist/release/` becomes `dist/release.zip`; prints its SHA-256. */
async function main(): Promise<void> {
  const dist = path.join(process.cwd(), 'dist');
  const release = await packRelease(path.join(dist, 'release'));
  writeFileSync(path.join(dist, 'release.zip'), release.zip);
  writeFileSync(path.join(dist, 'release.zip.sha256'), `${release.sha256}  release.zip\n`);
  process.stdout.write(`dist/release.zip ${release.zip.length} bytes, ${release.files.length} files, sha256 ${release.sha256}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof PublishError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
