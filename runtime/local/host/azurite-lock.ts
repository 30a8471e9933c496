import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCK_FILE } from './azurite-folder';
import type { AzuritePorts } from './azurite-launch';

/** How long a start waits for another process that is starting or ending Azurite on the same folder. */
const WAIT_LIMIT_IN_MS = 90_000;
const POLL_IN_MS = 100;

interface LockContent {
  /** Azurite's; while it starts, the starter's. */
  readonly pid: number;
  /** Absent while it starts. */
  readonly ports?: AzuritePorts;
}

export interface RunningAzurite {
  readonly pid: number;
  readonly ports: AzuritePorts;
}

/**
 * Takes the folder for a start, or finds the Azurite that serves it already.
 *
 * A lock of a process that is gone is stale. One that is starting or ending is waited for.
 */
export async function takeFolder(folder: string): Promise<'taken' | RunningAzurite> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, LOCK_FILE);
  for (const deadline = performance.now() + WAIT_LIMIT_IN_MS; ; await sleep(POLL_IN_MS)) {
    if (tryLock(file)) return 'taken';
    const held = readLock(file);
    if (held !== undefined && !isAlive(held.pid)) removeStale(file, held);
    else if (held?.ports !== undefined && (await answers(held.ports))) return { pid: held.pid, ports: held.ports };
    if (performance.now() > deadline) {
      throw new Error(
        `The data folder is in use by process ${held?.pid ?? 'unknown'}, which does not answer; end it, or remove ${LOCK_FILE} there`,
      );
    }
  }
}

/** Says who serves the folder from now on. */
export function writeLock(folder: string, running: RunningAzurite): void {
  const file = join(folder, LOCK_FILE);
  writeFileSync(`${file}.new`, JSON.stringify(running));
  renameSync(`${file}.new`, file);
}

/** Gives the folder free after a start that failed. Afterwards Azurite does so itself when it ends. */
export function releaseFolder(folder: string): void {
  rmSync(join(folder, LOCK_FILE), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid } satisfies LockContent), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is none any more, or it is being written. */
function readLock(file: string): LockContent | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockContent;
  } catch {
    return undefined;
  }
}

/** Only the lock that was seen: somebody else may have been faster. */
function removeStale(file: string, seen: LockContent): void {
  if (existsSync(file) && readLock(file)?.pid === seen.pid) rmSync(file, { force: true });
}

/** All three services answer, whatever they say. A process that has another program's old number does not. */
export async function answers({ blob, queue, table }: AzuritePorts): Promise<boolean> {
  const isAzurite = async (port: number) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.headers.get('server')?.startsWith('Azurite') === true;
  };
  try {
    return (await Promise.all([blob, queue, table].map(isAzurite))).every(Boolean);
  } catch {
    return false;
  }
}
