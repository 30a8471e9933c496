import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalKey } from '../../settings/local-keys';
import { SettingsKey } from '../../settings-keys';
import { distFile } from '../dist-file';
import { directoryUsers } from '../telemessage-simulator/synthetic/directory-users';
import { LocalChild } from './child-process';
import type { LocalOptions } from './local-options';

/** A fixed token, sent to loopback only. */
const LOCAL_TOKEN = 'local-mode';

export interface LocalGraph {
  readonly settings: Readonly<Record<string, string>>;
  readonly simulator: LocalChild | undefined;
  /** Where people look into the simulated mailboxes; undefined with `--graph`. */
  readonly pages: string | undefined;
}

/** The embedded Exchange simulator with the synthetic organisation, or the endpoint that was given. */
export async function startGraph(options: LocalOptions): Promise<LocalGraph> {
  if (options.graph !== undefined) return { settings: graphSettings(options.graph), simulator: undefined, pages: undefined };
  const simulator = await startSimulator(options);
  const { url, pages } = simulator.ready as Record<string, string>;
  return { settings: graphSettings(url ?? ''), simulator, pages };
}

async function startSimulator({ data }: LocalOptions): Promise<LocalChild> {
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-'));
  try {
    const users = join(folder, 'users.json');
    writeFileSync(users, JSON.stringify(directoryUsers()));
    return await LocalChild.start({
      name: 'Exchange simulator',
      script: distFile('local/exchange-simulator.js'),
      args: ['--users', users, '--token', LOCAL_TOKEN, ...(data === undefined ? [] : ['--data', join(data, 'exchange')])],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const graphSettings = (root: string): Readonly<Record<string, string>> => ({
  [SettingsKey.GraphRoot]: root,
  [LocalKey.GraphToken]: LOCAL_TOKEN,
});
