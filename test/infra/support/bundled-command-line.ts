import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CHECKER } from '../../../infra/mapping-check';
import { PROJECT_ROOT } from './example-stack';

/** Builds the runtime's command line when it is not there; a preview starts it to check a mapping. */
export function bundleCommandLine(): void {
  if (existsSync(path.join(PROJECT_ROOT, CHECKER))) return;
  execFileSync(process.execPath, [path.join('runtime', 'bundle.ts')], { cwd: PROJECT_ROOT, stdio: 'pipe' });
}
