import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localSettings } from '../../../runtime/local/start/local-settings';
import { type Connector, createConnector } from '../../../runtime/main';
import { StorageUnavailableError } from '../../../runtime/ports/storage-errors';
import { readSettings } from '../../../runtime/settings';
import { LocalKey } from '../../../runtime/settings/local-keys';
import { SettingsKey } from '../../../runtime/settings-keys';
import type { Measured } from '../measured';
import {
  BENCH_TOKEN,
  type SimulatorProcess,
  type SimulatorStatistics,
  type StorageKind,
  type StorageProcess,
  startSimulator,
  startStorage,
  violationsOf,
} from '../stand-ins';
import type { VolumeFiles } from '../volume-files';
import { type Hosts, sumOf, type UsageSum } from './usage-sum';
import { BenchWorker } from './worker-process';

export interface StandOptions {
  readonly latencyInMs: number;
  readonly storage: StorageKind;
  /** Worker processes on one storage account. @default 1 */
  readonly processes?: number;
  readonly handlers?: number;
  readonly nodeArgs?: readonly string[];
}

const LOOK_EVERY_MS = 100;

/** Our own worker processes with storage and Exchange beside them, each a process of its own. */
export class OurStand {
  private counted: UsageSum = { cpuMs: 0, maxRssMib: 0, graphRequests: 0, storageTransactions: 0 };
  private seen: SimulatorStatistics | undefined;

  private constructor(
    private readonly folder: string,
    private readonly simulator: SimulatorProcess,
    private readonly storage: StorageProcess,
    private readonly connector: Connector,
    private readonly workers: readonly BenchWorker[],
    private readonly hosts: Hosts,
  ) {}

  static async start(files: VolumeFiles, options: StandOptions): Promise<OurStand> {
    const simulator = await startSimulator(files.usersFile, options.latencyInMs);
    const storage = await startStorage(options.storage);
    const folder = mkdtempSync(join(tmpdir(), 'signal-archive-bench-'));
    const settings = settingsFor(files, folder, storage.connectionString, simulator.url);
    const connector = await createConnector(readSettings(settings), () => undefined, folder);
    await connector.ensureStores();
    const by = { actor: 'bench', role: 'DataConnector.Admin', reason: '', approver: '', confirm: '' };
    await connector.activateMapping({ bytes: Buffer.from(files.day.mapping), ...by });
    const workers = await Promise.all(Array.from({ length: options.processes ?? 1 }, () => BenchWorker.start({ settings, ...options })));
    const queues = new URL(/QueueEndpoint=([^;]+)/.exec(storage.connectionString)?.[1] ?? '').host;
    return new OurStand(folder, simulator, storage, connector, workers, { graph: new URL(simulator.url).host, queues });
  }

  /** Imports what the folder holds and was not imported yet, from the first listing to the closed run. */
  async importDay(): Promise<Measured> {
    const started = performance.now();
    const runId = await this.connector.start({ isRecovery: false });
    while (await this.hasOpenRuns()) await sleep(LOOK_EVERY_MS);
    const seconds = (performance.now() - started) / 1_000;
    const usage = sumOf(await Promise.all(this.workers.map((worker) => worker.usage())), this.hosts);
    const statistics = await this.simulator.statistics();
    const before = this.counted;
    const seen = this.seen;
    this.counted = usage;
    this.seen = statistics;
    return {
      deliveries: statistics.messages - (seen?.messages ?? 0),
      seconds,
      workerCpuMs: usage.cpuMs - before.cpuMs,
      workerRssMib: usage.maxRssMib,
      graphRequests: usage.graphRequests - before.graphRequests,
      createRequests: creates(statistics) - creates(seen),
      storageTransactions: usage.storageTransactions - before.storageTransactions,
      batches: await this.batchesOf(runId),
      shareOfLimit: statistics.fullestWindow,
      mostInFlight: statistics.mostInFlight,
      violations: violationsOf(statistics),
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
    this.connector.close();
    await this.simulator.stop();
    await this.storage.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A store that is too busy to answer whoever only looks on says nothing about the run. */
  private async hasOpenRuns(): Promise<boolean> {
    try {
      return (await this.connector.openRuns()).length > 0;
    } catch (error) {
      if (!(error instanceof StorageUnavailableError)) throw error;
      return true;
    }
  }

  private async batchesOf(runId: string): Promise<number> {
    let batches = 0;
    for await (const _row of this.connector.ports.stores.batches.list(runId, { from: 'b-', to: 'b~' })) batches += 1;
    return batches;
  }
}

const creates = (statistics: SimulatorStatistics | undefined): number => statistics?.requests['create-message'] ?? 0;

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
