import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAzurite } from '../../runtime/local/host/azurite-process';
import type { ProcessUsage } from '../../runtime/local/host/process-usage';
import { LocalChild } from '../../runtime/local/start/child-process';
import { localSettings } from '../../runtime/local/start/local-settings';
import { createConnector } from '../../runtime/main';
import { readSettings } from '../../runtime/settings';
import { SettingsKey } from '../../runtime/settings-keys';
import type { VolumeFiles } from './volume-files';

const DIST = join(__dirname, '..');
const TOKEN = 'bench';
const WORKER_NODE_ARGUMENTS = (process.env['BENCH_NODE_ARGUMENTS'] ?? '--max-semi-space-size=4').split(' ');

export interface Measured {
  readonly deliveries: number;
  readonly seconds: number;
  readonly usage: ProcessUsage;
  readonly graphRequests: number;
  readonly createRequests: number;
  readonly storageTransactions: number;
  readonly violations: number;
  readonly duplicates: number;
  readonly mostInFlight: number;
}

export interface SimulatorStatistics {
  readonly requests: Readonly<Record<string, number>>;
  readonly violations: Readonly<Record<string, number>>;
  readonly messages: number;
  readonly mostInFlight: number;
  readonly duplicates: readonly unknown[];
}

export async function startSimulator(
  usersFile: string,
  latencyInMs: number,
): Promise<{ child: LocalChild; url: string; statistics: () => Promise<SimulatorStatistics> }> {
  const switches = join(mkdtempSync(join(tmpdir(), 'signal-archive-bench-')), 'switches.json');
  (await import('node:fs')).writeFileSync(switches, JSON.stringify({ keepsContentUpTo: 0 }));
  const child = await LocalChild.start({
    name: 'Exchange simulator',
    script: join(DIST, 'local/exchange-simulator.js'),
    args: ['--users', usersFile, '--token', TOKEN, '--latency', String(latencyInMs), '--switches', switches],
  });
  const url = String(child.ready['url']);
  const control = new URL('/_control/statistics', url).href;
  return { child, url, statistics: async () => (await (await fetch(control)).json()) as SimulatorStatistics };
}

/** One run of our own worker process over a volume day, from the first listing to the closed run. */
export async function measureOurs(files: VolumeFiles, latencyInMs: number, workers = 16): Promise<Measured> {
  const simulator = await startSimulator(files.usersFile, latencyInMs);
  const azurite = await startAzurite({ dataFolder: undefined });
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-bench-'));
  const settings = localSettings({
    folder,
    connectionString: azurite.connectionString,
    domains: files.day.domains,
    closesWhenIdle: false,
    source: { [SettingsKey.SourceKind]: 'directory', [SettingsKey.SourceUrl]: files.folder },
    graph: { [SettingsKey.GraphRoot]: simulator.url, LOCAL_GRAPH_TOKEN: TOKEN },
  });
  const connector = await createConnector(readSettings(settings), () => undefined);
  const usages: ProcessUsage[] = [];
  try {
    await connector.ensureStores();
    await connector.activateMapping({
      bytes: Buffer.from(files.day.mapping),
      actor: 'bench',
      role: 'DataConnector.Admin',
      reason: '',
      approver: '',
      confirm: '',
    });
    const host = await LocalChild.start({
      name: 'functions host',
      script: join(DIST, 'local/host.js'),
      args: ['--bundle', join(DIST, 'release/index.js'), '--port', '0', '--workers', String(workers), '--with-parent', '--usage'],
      nodeArgs: WORKER_NODE_ARGUMENTS,
      env: settings,
      onLine: (line) => void (line['usage'] !== undefined && usages.push(line['usage'] as ProcessUsage)),
    });
    const started = performance.now();
    await connector.start({ isRecovery: false });
    while ((await connector.openRuns()).length > 0) await sleep(100);
    const seconds = (performance.now() - started) / 1000;
    await host.stop();
    const statistics = await simulator.statistics();
    const usage = usages.at(-1) as ProcessUsage;
    const graphRequests = sumOf(usage, (name) => name.startsWith(new URL(simulator.url).host));
    return {
      deliveries: statistics.messages,
      seconds,
      usage,
      graphRequests,
      createRequests: statistics.requests['create-message'] ?? 0,
      storageTransactions: storageTransactions(usage, graphRequests, azurite.connectionString),
      violations: Object.values(statistics.violations).reduce((sum, count) => sum + count, 0),
      duplicates: statistics.duplicates.length,
      mostInFlight: statistics.mostInFlight,
    };
  } finally {
    connector.close();
    await simulator.child.stop();
    await azurite.stop();
  }
}

function sumOf(usage: ProcessUsage, isWanted: (name: string) => boolean): number {
  return Object.entries(usage.requests).reduce((sum, [name, count]) => (isWanted(name) ? sum + count : sum), 0);
}

/** Everything but polls of empty queues: a received message is one GET at most, and one DELETE. */
function storageTransactions(usage: ProcessUsage, graphRequests: number, connectionString: string): number {
  const queueHost = new URL(/QueueEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? '').host;
  const polls = usage.requests[`${queueHost} GET`] ?? 0;
  const removed = usage.requests[`${queueHost} DELETE`] ?? 0;
  return sumOf(usage, () => true) - graphRequests - polls + Math.min(polls, removed);
}
