import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalKey } from '../../settings/local-keys';
import { SettingsKey } from '../../settings-keys';
import { syntheticDay } from '../telemessage-simulator/synthetic/synthetic-day';
import { LocalChild } from './child-process';
import { distFile } from './dist-file';
import type { LocalOptions } from './local-options';
import { SYNTHETIC_SEED, syntheticDate } from './local-source';

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
  const users = join(mkdtempSync(join(tmpdir(), 'signal-archive-')), 'users.json');
  writeFileSync(users, JSON.stringify(syntheticDay(SYNTHETIC_SEED, syntheticDate(options.data), 'tiny').users));
  const simulator = await LocalChild.start({
    name: 'Exchange simulator',
    script: distFile('local/exchange-simulator.js'),
    args: ['--users', users, '--token', LOCAL_TOKEN, ...(options.data === undefined ? [] : ['--data', join(options.data, 'exchange')])],
  });
  const { url, pages } = simulator.ready as Record<string, string>;
  return { settings: graphSettings(url ?? ''), simulator, pages };
}

const graphSettings = (root: string): Readonly<Record<string, string>> => ({
  [SettingsKey.GraphRoot]: root,
  [LocalKey.GraphToken]: LOCAL_TOKEN,
});
