import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseFiles } from '../../ports/release-files';

/** Reads the files beside the code, as `runtime/bundle.ts` puts them there: some 100 KB. Throws when one is missing. */
export function readReleaseFiles(folder: string): ReleaseFiles {
  const assets = join(folder, 'public');
  const names = existsSync(assets) ? readdirSync(assets) : [];
  return {
    openapi: readFileSync(join(folder, 'openapi.yaml'), 'utf8'),
    terms: readFileSync(join(folder, 'terms.md'), 'utf8'),
    assets: new Map(names.map((name) => [name, readFileSync(join(assets, name))])),
  };
}
