import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAzurite } from '../../runtime/local/host/azurite-process';
import type { ProcessUsage } from '../../runtime/local/host/process-usage';
import { LocalChild } from '../../runtime/local/start/child-process';
import { localSettings } from '../../runtime/local/start/local-settings';
import { WORKER_NODE_ARGUMENTS } from '../../runtime/local/start/worker-node-arguments';
import { type Connector, createConnector } from '../../runtime/main';
import { readSettings } from '../../runtime/settings';
import { LocalKey } from '../../runtime/settings/local-keys';
import { SettingsKey } from '../../runtime/settings-keys';
import type { Measured } from './measured';
import { usageOf } from './process-cpu';
import { BENCH_TOKEN, distFile, startSimulator, violationsOf } from './stand-ins';
import type { VolumeFiles } from './volume-files';

export interface OursOptions {
  readonly latencyInMs: number;
  /** Worker processes on one storage account. @default 1 */
  readonly processes?: number;
  /** Handlers side by side in each. @default 16 */
  readonly handlers?: number;
  /** Instead of those of local mode: to profile, or to try others. */
  readonly nodeArgs?: readonly string[];
}

/** One run of our own worker processes over a volume day, from the first listing to the closed run. */
export async function measureOurs(files: VolumeFiles, options: OursOptions): Promise<Measured> {
  const simulator = await startSimulator(files.usersFile, options.latencyInMs);
  const storage = await startAzurite({ dataFolder: undefined });
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-bench-'));
  const settings = settingsFor(files, folder, storage.connectionString, simulator.url);
  const connector = await createConnector(readSettings(settings), () => undefined, distFile('release'));
  try {
    await prepare(connector, files);
    const workers = await startWorkers(settings, options);
    const seconds = await importOnce(connector);
    const usages = await Promise.all(workers.map(({ end }) => end()));
    const statistics = await simulator.statistics();
    const requests = sumOfRequests(usages);
    const graphHost = new URL(simulator.url).host;
    const graphRequests = sumOf(requests, (name) => name.startsWith(graphHost));
    return {
      deliveries: statistics.messages,
      seconds,
      workerCpuMs: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      workerRssMib: Math.max(...usages.map(({ maxRssMib }) => maxRssMib)),
      graphRequests,
      createRequests: statistics.requests['create-message'] ?? 0,
      storageTransactions: storageTransactions(usages, graphRequests, storage.connectionString),
      violations: violationsOf(statistics),
      duplicates: statistics.duplicates.length,
      mostInFlight: statistics.mostInFlight,
      standInCpuMs: { storage: usageOf(storage.pid)?.cpuMs ?? 0, exchange: usageOf(simulator.pid)?.cpuMs ?? 0 },
    };
  } finally {
    connector.close();
    await simulator.stop();
    await storage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function settingsFor(files: VolumeFiles, folder: string, connectionString: string, graphUrl: string): Readonly<Record<string, string>> {
  return localSettings({
    folder,
    connectionString,
    domains: files.day.domains,
    closesWhenIdle: false,
    source: { [SettingsKey.SourceKind]: 'directory', [SettingsKey.SourceUrl]: files.folder },
    graph: { [SettingsKey.GraphRoot]: graphUrl, [LocalKey.GraphToken]: BENCH_TOKEN },
  });
}

async function prepare(connector: Connector, { day }: VolumeFiles): Promise<void> {
  await connector.ensureStores();
  const by = { actor: 'bench', role: 'DataConnector.Admin', reason: '', approver: '', confirm: '' };
  await connector.activateMapping({ bytes: Buffer.from(day.mapping), ...by });
}

interface WorkerProcess {
  /** Stops it and answers what it took. */
  end(): Promise<ProcessUsage>;
}

function startWorkers(settings: Readonly<Record<string, string>>, options: OursOptions): Promise<readonly WorkerProcess[]> {
  return Promise.all(Array.from({ length: options.processes ?? 1 }, () => startWorker(settings, options)));
}

async function startWorker(
  settings: Readonly<Record<string, string>>,
  { handlers = 16, nodeArgs = WORKER_NODE_ARGUMENTS }: OursOptions,
): Promise<WorkerProcess> {
  let usage: ProcessUsage | undefined;
  const child = await LocalChild.start({
    name: 'functions host',
    script: distFile('local/host.js'),
    args: ['--bundle', distFile('release/index.js'), '--port', '0', '--workers', String(handlers), '--with-parent', '--usage'],
    nodeArgs,
    env: settings,
    onLine: (line) => {
      usage = (line['usage'] as ProcessUsage | undefined) ?? usage;
    },
  });
  return {
    end: async () => {
      await child.stop();
      if (usage === undefined) throw new Error('The functions host ended without saying what it took');
      return usage;
    },
  };
}

async function importOnce(connector: Connector): Promise<number> {
  const started = performance.now();
  await connector.start({ isRecovery: false });
  while ((await connector.openRuns()).length > 0) await sleep(100);
  return (performance.now() - started) / 1_000;
}

function sumOfRequests(usages: readonly ProcessUsage[]): Readonly<Record<string, number>> {
  const requests: Record<string, number> = {};
  for (const usage of usages) for (const [name, count] of Object.entries(usage.requests)) requests[name] = (requests[name] ?? 0) + count;
  return requests;
}

function sumOf(requests: Readonly<Record<string, number>>, isWanted: (name: string) => boolean): number {
  return Object.entries(requests).reduce((sum, [name, count]) => (isWanted(name) ? sum + count : sum), 0);
}

/** Everything but what found an empty queue. */
function storageTransactions(usages: readonly ProcessUsage[], graphRequests: number, connectionString: string): number {
  const queueHost = new URL(/QueueEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? '').host;
  const requests = sumOfRequests(usages);
  const filled = usages.reduce((sum, { filledReceives }) => sum + filledReceives, 0);
  return sumOf(requests, () => true) - graphRequests - (requests[`${queueHost} GET`] ?? 0) + filled;
}
