import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { StackConfig } from './config/fields';
import { Refusal } from './refusal';

/** The release zip of an update. */
export interface ReleaseChoice {
  readonly sha256: string;
  /** Where the publish client gets it; empty = `dist/release.zip` of this checkout. */
  readonly url: string;
}

/** What `npm run package` writes, relative to the project. */
export const BUILT_ZIP = path.join('dist', 'release.zip');

/** The published zip that the configuration names, else the zip just built (which the rules allow in dev only). Throws when there is none. */
export function chooseRelease(config: Pick<StackConfig, 'release'>, projectRoot: string): ReleaseChoice {
  if (config.release.sha256 !== '') return config.release;
  const zip = path.join(projectRoot, BUILT_ZIP);
  if (!existsSync(zip)) throw new Refusal(`${BUILT_ZIP} is not there: run \`npm run package\`, or set release in the stack file`);
  return { sha256: createHash('sha256').update(readFileSync(zip)).digest('hex'), url: '' };
}
