import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzurite } from '../../runtime/local/host/azurite-process';
import { LocalChild } from '../../runtime/local/start/child-process';

const DIST = join(__dirname, '..');

/** The token that the simulator takes from every candidate. */
export const BENCH_TOKEN = 'bench';

/** What the simulator counted. */
export interface SimulatorStatistics {
  readonly requests: Readonly<Record<string, number>>;
  readonly violations: Readonly<Record<string, number>>;
  readonly messages: number;
  readonly mostInFlight: number;
  readonly fullestWindow: number;
  readonly duplicates: readonly unknown[];
}

export interface SimulatorProcess {
  readonly url: string;
  readonly pid: number;
  statistics(): Promise<SimulatorStatistics>;
  stop(): Promise<void>;
}

/** The Exchange simulator as a process of its own, keeping no content: its memory and time are not what is measured. */
export async function startSimulator(usersFile: string, latencyInMs: number): Promise<SimulatorProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-bench-'));
  const switches = join(folder, 'switches.json');
  writeFileSync(switches, JSON.stringify({ keepsContentUpTo: 0 }));
  const child = await LocalChild.start({
    name: 'Exchange simulator',
    script: distFile('local/exchange-simulator.js'),
    args: ['--users', usersFile, '--token', BENCH_TOKEN, '--latency', String(latencyInMs), '--switches', switches],
  });
  rmSync(folder, { recursive: true, force: true });
  const url = String(child.ready['url']);
  const control = new URL('/_control/statistics', url).href;
  return {
    url,
    pid: child.pid,
    statistics: async () => (await (await fetch(control)).json()) as SimulatorStatistics,
    stop: () => child.stop(),
  };
}

/** `azurite`: what local mode runs on; `lean`: the in-memory stores behind the same protocol, which do not slow with their size. */
export type StorageKind = 'azurite' | 'lean';

export interface StorageProcess {
  readonly connectionString: string;
  readonly pid: number;
  stop(): Promise<unknown>;
}

export async function startStorage(kind: StorageKind): Promise<StorageProcess> {
  if (kind === 'azurite') return startAzurite({ dataFolder: undefined });
  const child = await LocalChild.start({
    name: 'bench store',
    script: distFile('bench/store.js'),
    args: [],
    nodeArgs: ['--max-old-space-size=12288'],
  });
  return { connectionString: String(child.ready['connectionString']), pid: child.pid, stop: () => child.stop() };
}

export const distFile = (name: string): string => join(DIST, name);

/** Requests over a limit, and copies with a key that another copy of the mailbox has too. */
export const violationsOf = ({ violations, duplicates }: SimulatorStatistics): number =>
  Object.values(violations).reduce((sum, count) => sum + count, duplicates.length);
