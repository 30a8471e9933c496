import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalKey } from '../../settings/local-keys';
import { SettingsKey } from '../../settings-keys';
import { type AzuriteProcess, startAzurite } from '../host/azurite-process';
import { LocalChild } from './child-process';
import { distFile } from './dist-file';
import { type LocalGraph, startGraph } from './local-graph';
import type { LocalOptions } from './local-options';
import { type LocalSource, startSource } from './local-source';

const ZERO_TENANT = '00000000-0000-0000-0000-000000000000';
/** Short, because people wait for the end of a run. */
const SETTLE_DELAY_SECONDS = 1;
const IDLE_CLOSE_SECONDS = 120;

/** The processes of local mode and the application settings that they share. */
export interface LocalStack {
  readonly storage: AzuriteProcess;
  readonly source: LocalSource;
  readonly graph: LocalGraph;
  readonly settings: Readonly<Record<string, string>>;
  /** Ends the simulators, then storage, which is only left when it has written. */
  stop(): Promise<void>;
}

/** Starts storage, source and Exchange side by side. What was started is stopped when one of them does not start. */
export async function startStack(options: LocalOptions, domains: readonly string[]): Promise<LocalStack> {
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'signal-archive-'));
  mkdirSync(folder, { recursive: true });
  const dataFolder = options.data === undefined ? undefined : join(options.data, 'storage');
  const started = await Promise.allSettled([startAzurite({ dataFolder }), startSource(options), startGraph(options)]);
  const [storage, source, graph] = started;
  const stop = async (): Promise<void> => {
    await Promise.all([value(source)?.simulator?.stop(), value(graph)?.simulator?.stop()]);
    await value(storage)?.stop();
  };
  const failed = started.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const ready = { storage: value(storage) as AzuriteProcess, source: value(source) as LocalSource, graph: value(graph) as LocalGraph };
  return { ...ready, settings: settingsOf(options, domains, folder, ready), stop };
}

function value<T>(result: PromiseSettledResult<T>): T | undefined {
  return result.status === 'fulfilled' ? result.value : undefined;
}

type Ready = Pick<LocalStack, 'storage' | 'source' | 'graph'>;

/** Settings of the environment (header names, switches) hold unless local mode itself knows better. */
function settingsOf(
  options: LocalOptions,
  domains: readonly string[],
  folder: string,
  { storage, source, graph }: Ready,
): Readonly<Record<string, string>> {
  return {
    ...fromEnvironment(),
    [SettingsKey.TenantId]: ZERO_TENANT,
    [SettingsKey.Stack]: 'local',
    [SettingsKey.Schedule]: '0 30 6 * * *',
    [SettingsKey.AllowedDomains]: domains.join(','),
    [LocalKey.Storage]: storage.connectionString,
    [LocalKey.SigningKeyFile]: join(folder, 'signing-key.json'),
    [LocalKey.SettleDelaySeconds]: String(SETTLE_DELAY_SECONDS),
    [LocalKey.IdleCloseSeconds]: options.once ? String(IDLE_CLOSE_SECONDS) : '0',
    ...source.settings,
    ...graph.settings,
  };
}

function fromEnvironment(): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const key of [...Object.values(SettingsKey), ...Object.values(LocalKey)]) {
    const given = process.env[key];
    if (given !== undefined) settings[key] = given;
  }
  return settings;
}

export interface LocalHost {
  readonly child: LocalChild;
  readonly port: number;
}

/** The functions host with the release bundle, in its own process. */
export async function startHost(
  options: LocalOptions,
  settings: Readonly<Record<string, string>>,
  onLog: (line: string, level: string) => void,
): Promise<LocalHost> {
  const child = await LocalChild.start({
    name: 'functions host',
    script: distFile('local/host.js'),
    args: ['--bundle', distFile('release/index.js'), '--port', String(options.port), '--workers', String(options.workers), '--with-parent'],
    env: settings,
    onLine: (line) => onLog(String(line['text'] ?? ''), String(line['level'] ?? '')),
  });
  return { child, port: Number(child.ready['port']) };
}
