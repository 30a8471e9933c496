import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORKER_ENVIRONMENT, WORKER_NODE_ARGUMENTS } from '../../settings-keys';
import { distFile } from '../dist-file';
import { type AzuriteProcess, startAzurite } from '../host/azurite-process';
import { LocalChild } from './child-process';
import { type LocalGraph, startGraph } from './local-graph';
import type { LocalOptions } from './local-options';
import { localSettings } from './local-settings';
import { type LocalSource, startSource } from './local-source';

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
  const started = await Promise.allSettled([startOwnStorage(dataFolder), startSource(options), startGraph(options)]);
  const [storage, source, graph] = started;
  const stop = async (): Promise<void> => {
    await Promise.all([value(source)?.simulator?.stop(), value(graph)?.simulator?.stop()]);
    await value(storage)?.stop();
    if (options.data === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const failed = started.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const ready = { storage: value(storage) as AzuriteProcess, source: value(source) as LocalSource, graph: value(graph) as LocalGraph };
  const settings = localSettings({
    folder,
    connectionString: ready.storage.connectionString,
    domains,
    closesWhenIdle: options.once,
    source: ready.source.settings,
    graph: ready.graph.settings,
  });
  return { ...ready, settings, stop };
}

/** The Azurite of a command that is reading, or of a start that was killed a moment ago, ends soon; this start must not depend on it. */
async function startOwnStorage(dataFolder: string | undefined): Promise<AzuriteProcess> {
  for (;;) {
    const storage = await startAzurite({ dataFolder });
    if (!storage.isAttached) return storage;
    await storage.ended;
  }
}

function value<T>(result: PromiseSettledResult<T>): T | undefined {
  return result.status === 'fulfilled' ? result.value : undefined;
}

export interface LocalHost {
  readonly child: LocalChild;
  readonly port: number;
}

/** The functions host with the release bundle, in its own process. */
export async function startHost(
  options: LocalOptions,
  { settings, graph }: Pick<LocalStack, 'settings' | 'graph'>,
  onLog: (line: string, level: string) => void,
): Promise<LocalHost> {
  const mailboxPages = graph.pages === undefined ? undefined : new URL(graph.pages).origin;
  const child = await LocalChild.start({
    name: 'functions host',
    script: distFile('local/host.js'),
    args: hostArguments(options, mailboxPages),
    nodeArgs: WORKER_NODE_ARGUMENTS,
    env: { ...WORKER_ENVIRONMENT, ...settings },
    onLine: (line) => onLog(String(line['text'] ?? ''), String(line['level'] ?? '')),
  });
  return { child, port: Number(child.ready['port']) };
}

function hostArguments({ port, isPortFree, workers }: LocalOptions, mailboxPages: string | undefined): string[] {
  return [
    '--bundle',
    distFile('release/index.js'),
    '--port',
    String(port),
    '--workers',
    String(workers),
    '--with-parent',
    ...(isPortFree ? ['--any-port'] : []),
    ...(mailboxPages === undefined ? [] : ['--mailboxes', mailboxPages]),
  ];
}
