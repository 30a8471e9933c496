import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './example-stack';

const PROGRAM = path.join(PROJECT_ROOT, 'dist', 'infra', 'index.js');
const LOCK = path.join(PROJECT_ROOT, 'node_modules', '.cache', 'infra-build.lock');
/** A limit against hanging: on a busy machine a build takes a minute. */
const WAIT_IN_MS = 10 * 60_000;

/** Makes sure that the compiled program is that of the sources. Suites run side by side, so one builds and the others wait. */
export async function buildProgram(): Promise<void> {
  mkdirSync(path.dirname(LOCK), { recursive: true });
  const end = Date.now() + WAIT_IN_MS;
  while (!isBuilt()) {
    if (takeLock()) {
      try {
        compile();
      } finally {
        rmSync(LOCK, { force: true });
      }
      return;
    }
    if (Date.now() > end) throw new Error(`Another test has been building infra for ${WAIT_IN_MS / 60_000} minutes: remove ${LOCK}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function compile(): void {
  const tsc = path.join(PROJECT_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'infra'], { cwd: PROJECT_ROOT, stdio: 'pipe' });
  // The compiler leaves alone what stays the same; this file says when it looked last.
  utimesSync(PROGRAM, new Date(), new Date());
}

/** The lock names its holder; one that is gone, because a test run was broken off, holds nothing. */
function takeLock(): boolean {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld()) rmSync(LOCK, { force: true });
    return false;
  }
}

function isHeld(): boolean {
  try {
    const holder = readFileSync(LOCK, 'utf8');
    // Empty for the instant between its creation and its holder's name.
    if (holder !== '') process.kill(Number(holder), 0);
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
