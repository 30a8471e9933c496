import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './example-stack';

const PROGRAM = path.join(PROJECT_ROOT, 'dist', 'infra', 'index.js');
const LOCK = path.join(PROJECT_ROOT, 'node_modules', '.cache', 'infra-build.lock');
const WAIT_IN_MS = 60_000;

/** Makes sure that the compiled program is that of the sources. Suites run side by side, so one builds and the others wait. */
export async function buildProgram(): Promise<void> {
  mkdirSync(path.dirname(LOCK), { recursive: true });
  const end = Date.now() + WAIT_IN_MS;
  while (!isBuilt()) {
    if (takeLock()) {
      try {
        execFileSync(
          process.execPath,
          [path.join(PROJECT_ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'infra', '--incremental', 'false'],
          { cwd: PROJECT_ROOT, stdio: 'pipe' },
        );
      } finally {
        rmSync(LOCK, { recursive: true, force: true });
      }
      return;
    }
    if (Date.now() > end) throw new Error(`Another test builds infra for more than a minute: remove ${LOCK}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    return false;
  }
}

function isBuilt(): boolean {
  return existsSync(PROGRAM) && statSync(PROGRAM).mtimeMs >= newest(path.join(PROJECT_ROOT, 'infra')) && !existsSync(LOCK);
}

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return newest(file);
      return entry.name.endsWith('.ts') ? statSync(file).mtimeMs : 0;
    }),
    0,
  );
}
