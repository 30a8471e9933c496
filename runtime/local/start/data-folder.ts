import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../host/azurite-lock';
import type { LocalOptions } from './local-options';

const LOCK_FILE = 'local-mode.json';
const START_FILE = 'last-start.json';

/** What a later command on the same data must know of the start before it. */
export type RememberedStart = Pick<LocalOptions, 'source' | 'graph' | 'domains'>;

/** The process of local mode that works on a folder. */
export interface WorkingProcess {
  readonly pid: number;
  /** Its Graph endpoint; undefined while it starts. */
  readonly graph: string | undefined;
}

export interface ClaimedFolder {
  /** Says where other commands find the mailboxes meanwhile. */
  announce(graph: string): void;
  free(): void;
}

/**
 * Takes a data folder for this process: two hosts on one store would take each other's work for that of a dead one. Throws when another
 * process works on it; the mark of a process that is gone is taken over.
 */
export function claimDataFolder(folder: string): ClaimedFolder {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, LOCK_FILE);
  const working = workingProcess(folder);
  if (working !== undefined)
    throw new Error(
      `Local mode works on ${folder} already, as process ${working.pid}: end it first, or use another --data folder. If that process is another program, remove ${file}`,
    );
  writeFileSync(file, JSON.stringify({ pid: process.pid }));
  return {
    announce: (graph) => writeFileSync(file, JSON.stringify({ pid: process.pid, graph })),
    free: () => rmSync(file, { force: true }),
  };
}

export function workingProcess(folder: string): WorkingProcess | undefined {
  const { pid, graph } = readJson<{ pid: number; graph?: string }>(join(folder, LOCK_FILE)) ?? {};
  return pid !== undefined && pid !== process.pid && isAlive(pid) ? { pid, graph } : undefined;
}

export function rememberStart(folder: string, { source, graph, domains }: RememberedStart): void {
  writeFileSync(join(folder, START_FILE), JSON.stringify({ source, graph, domains }));
}

/** Of a folder that no start has used yet: the synthetic day. */
export function rememberedStart(folder: string): RememberedStart {
  const { source, graph, domains } = readJson<Partial<RememberedStart>>(join(folder, START_FILE)) ?? {};
  return { source, graph, domains: domains ?? [] };
}

/** Undefined when there is none, or its writer ended in the middle of it. */
function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
