import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLEAN_SHUTDOWN_MARKER, type PreparedFolder, prepareFolder, repairFolder, trustFolder } from './azurite-folder';
import { azuriteConnectionString, type LaunchedAzurite, launchAzurite } from './azurite-launch';
import { isAlive, type RunningAzurite, releaseFolder, takeFolder, writeLock } from './azurite-lock';

/** Measured with Azurite 3.37: 80 ms for 500 rows, blobs and messages; a store of a million rows is some hundred megabytes of JSON. */
const STOP_LIMIT_IN_MS = 120_000;

const WATCH_IN_MS = 500;

export interface AzuriteProcess {
  readonly connectionString: string;
  readonly pid: number;
  /** It runs for another process, which will end it; this one only uses it. */
  readonly isAttached: boolean;
  /** False when some seconds of each store may be missing: an end was none, or files had to be set aside, and no start has made up for it since. */
  readonly wasCleanShutdown: boolean;
  /** Names of damaged files that were set aside; the stores in them begin empty. */
  readonly setAside: readonly string[];
  /** Resolves when Azurite has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Makes up for an end that was not clean: from now on the stores count as whole. */
  trust(): void;
  /** Asks Azurite to write and end, and waits until it has. Answers whether it did; nothing happens when it is attached. */
  stop(): Promise<boolean>;
}

/**
 * Starts the embedded storage: in memory, or in a data folder that a later start goes on with.
 *
 * Only one Azurite serves a folder; a second start on it attaches. Missing stores are not made here: see `ensureStores`.
 */
export async function startAzurite({ dataFolder }: { readonly dataFolder: string | undefined }): Promise<AzuriteProcess> {
  if (dataFolder === undefined) return owned(await launchAzurite(undefined), undefined, { wasCleanShutdown: true, setAside: [] });
  return startInFolder(resolve(dataFolder), undefined);
}

/** `repaired`: what a repair after a start that failed has set aside. */
async function startInFolder(folder: string, repaired: readonly string[] | undefined): Promise<AzuriteProcess> {
  const found = await takeFolder(folder);
  if (found !== 'taken') return attached(found);
  const { wasCleanShutdown, setAside } = prepareFolder(folder);
  try {
    const launched = await launchAzurite(folder);
    writeLock(folder, { pid: launched.child.pid as number, ports: launched.ports });
    const isTrusted = wasCleanShutdown && repaired === undefined;
    return owned(launched, folder, { wasCleanShutdown: isTrusted, setAside: [...(repaired ?? []), ...setAside] });
  } catch (error) {
    // Damage that nobody expects, because the last end was clean, shows only here.
    const damaged = repaired === undefined ? repairFolder(folder) : undefined;
    releaseFolder(folder);
    if (damaged === undefined) throw error;
    return startInFolder(folder, damaged);
  }
}

function owned({ child, ports }: LaunchedAzurite, folder: string | undefined, prepared: PreparedFolder): AzuriteProcess {
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.stdout?.resume();
  child.stderr?.resume();
  return {
    connectionString: azuriteConnectionString(ports),
    pid: child.pid as number,
    isAttached: false,
    ...prepared,
    ended,
    trust: () => (folder === undefined ? undefined : trustFolder(folder)),
    stop: () => stop(child, ended, folder),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>, folder: string | undefined): Promise<boolean> {
  child.kill('SIGTERM');
  const limit = new AbortController();
  const timeout = sleep(STOP_LIMIT_IN_MS, undefined, { signal: limit.signal }).then(
    () => child.kill('SIGKILL'),
    () => {},
  );
  await Promise.race([ended, timeout.then(() => ended)]);
  limit.abort();
  return folder === undefined ? child.exitCode === 0 : existsSync(join(folder, CLEAN_SHUTDOWN_MARKER));
}

function attached({ pid, ports }: RunningAzurite): AzuriteProcess {
  return {
    connectionString: azuriteConnectionString(ports),
    pid,
    isAttached: true,
    wasCleanShutdown: true,
    setAside: [],
    ended: whenGone(pid),
    trust: () => undefined,
    stop: async () => true,
  };
}

async function whenGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(WATCH_IN_MS, undefined, { ref: false });
}
