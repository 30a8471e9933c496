import { type Connector, createConnector } from '../../main';
import { readSettings } from '../../settings';
import { SettingsKey } from '../../settings-keys';
import { distFile } from '../dist-file';
import { claimDataFolder, rememberStart, type WorkingWith } from './data-folder';
import type { LocalOptions } from './local-options';
import { type LocalHost, type LocalStack, startHost, startStack } from './local-stack';
import { readableLog } from './readable-log';
import type { TextOutput } from './text-output';

/** Local mode without its host: storage, source and Exchange run, nothing is worked on yet. */
export interface LocalSession {
  readonly stack: LocalStack;
  readonly connector: Connector;
  /** Starts the bundled functions; they work until they are stopped, or the session ends. */
  startHost(): Promise<LocalHost>;
}

/** Starts what `options` name, and ends all of it when `use` has ended, however it ends. */
export async function withLocalSession<T>(
  options: LocalOptions,
  domains: readonly string[],
  output: TextOutput,
  use: (session: LocalSession) => Promise<T>,
): Promise<T> {
  const claim = options.data === undefined ? undefined : claimDataFolder(options.data);
  try {
    const stack = await startStack(options, domains);
    try {
      if (options.data !== undefined) rememberStart(options.data, { ...options, domains });
      claim?.announce(workingWith(stack.settings));
      return await withConnector(options, stack, output, use);
    } finally {
      await stack.stop();
    }
  } finally {
    claim?.free();
  }
}

function workingWith(settings: Readonly<Record<string, string>>): WorkingWith {
  const told = [SettingsKey.SourceKind, SettingsKey.SourceUrl, SettingsKey.SourceHostKeys].flatMap((key) => {
    const value = settings[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { graph: settings[SettingsKey.GraphRoot] ?? '', source: Object.fromEntries(told) };
}

async function withConnector<T>(
  options: LocalOptions,
  stack: LocalStack,
  output: TextOutput,
  use: (session: LocalSession) => Promise<T>,
): Promise<T> {
  const connector = await createConnector(readSettings(stack.settings), logTo(output), distFile('release'));
  const hosts: LocalHost[] = [];
  try {
    await connector.ensureStores();
    return await use({
      stack,
      connector,
      startHost: async () => {
        const host = await startHost(options, stack, hostLogTo(output));
        hosts.push(host);
        return host;
      },
    });
  } finally {
    for (const { child } of hosts) await child.stop();
    connector.close();
  }
}

/** A run that goes well logs little; what an operator must act on is shown. */
const logTo =
  (output: TextOutput): Parameters<typeof createConnector>[1] =>
  (level, line) => {
    if (level !== 'info') output.err(readableLog(line));
  };

const hostLogTo = (output: TextOutput) => (line: string, level: string) => {
  if (level === 'warning' || level === 'error' || level === 'critical') output.err(readableLog(line));
};
