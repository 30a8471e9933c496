import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive } from '../host/azurite-lock';
import type { LocalOptions } from './local-options';

const LOCK_FILE = 'local-mode.json';
const START_FILE = 'last-start.json';

/** What a later command on the same data must know of the start before it. */
export type RememberedStart = Pick<LocalOptions, 'source' | 'graph' | 'domains'>;

/** The process of local mode that works on a folder. */
export interface WorkingProcess {
  readonly pid: number;
  /** What it works with; undefined while it starts. */
  readonly workingWith: WorkingWith | undefined;
}

/** What a command that gives a working process something to do must name as that process does: run ids and windows belong to a source. */
export interface WorkingWith {
  readonly graph: string;
  /** Application settings that make the source, without its credential. */
  readonly source: Readonly<Record<string, string>>;
}

/** The folder, absolute. Throws when no start has kept anything there. */
export function requireDataFolder(data: string): string {
  const folder = resolve(data);
  if (existsSync(join(folder, 'storage'))) return folder;
  throw new Error(`There is no connector data in ${data}: name the folder that npm start -- --data was given`);
}

export interface ClaimedFolder {
  /** Says what other commands find here meanwhile. */
  announce(workingWith: WorkingWith): void;
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
    announce: (workingWith) => writeFileSync(file, JSON.stringify({ pid: process.pid, workingWith })),
    free: () => rmSync(file, { force: true }),
  };
}

export function workingProcess(folder: string): WorkingProcess | undefined {
  const { pid, workingWith } = readJson<{ pid: number; workingWith?: WorkingWith }>(join(folder, LOCK_FILE)) ?? {};
  return pid !== undefined && pid !== process.pid && isAlive(pid) ? { pid, workingWith } : undefined;
}

/** A later command may be typed in another folder. */
export function rememberStart(folder: string, { source, graph, domains }: RememberedStart): void {
  const place = source === undefined || /^[a-z][a-z+.-]+:\/\//i.test(source) ? source : resolve(source);
  writeFileSync(join(folder, START_FILE), JSON.stringify({ source: place, graph, domains }));
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
