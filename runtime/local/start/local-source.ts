import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalKey } from '../../settings/local-keys';
import { SettingsKey } from '../../settings-keys';
import { distFile } from '../dist-file';
import { LocalChild } from './child-process';
import type { LocalOptions } from './local-options';
import { pastDaysServed } from './past-days-choice';

/** Where the packages come from, as application settings, and the simulator that serves them, if any. */
export interface LocalSource {
  readonly settings: Readonly<Record<string, string>>;
  readonly simulator: LocalChild | undefined;
}

const DAY_IN_MS = 86_400_000;
const SYNTHETIC_SEED = 1;

/** Problems of what the user gave are errors with a clear message. */
export async function startSource(options: LocalOptions): Promise<LocalSource> {
  const { source } = options;
  if (source === undefined) return startSimulator(options);
  if (/^https?:/i.test(source)) return { settings: remoteSource('telemessage', source), simulator: undefined };
  if (/^sftp:/i.test(source)) return { settings: remoteSource('sftp', source), simulator: undefined };
  if (/^[a-z][a-z+.-]+:\/\//i.test(source))
    throw new Error(`${source} is no source: give a folder, a ZIP, an EML, or an https: or sftp: address`);
  const path = resolve(source);
  if (!existsSync(path)) throw new Error(`There is no ${source}: give a folder, a ZIP, an EML, or an https: or sftp: address as --source`);
  if (statSync(path).isFile() && !/\.(zip|eml)$/i.test(path)) throw new Error(`${source} is neither a folder nor a ZIP nor an EML`);
  return { settings: { [SettingsKey.SourceKind]: 'directory', [SettingsKey.SourceUrl]: path }, simulator: undefined };
}

/** Credential and pinned host keys come from the environment, never from the command line, which others can read. */
function remoteSource(kind: 'telemessage' | 'sftp', url: string): Readonly<Record<string, string>> {
  const isSet = (key: string): boolean => (process.env[key] ?? '') !== '';
  const hasKey = kind === 'sftp' && isSet(LocalKey.SourcePrivateKey);
  if (!isSet(LocalKey.SourceUsername) || !(hasKey || isSet(LocalKey.SourcePassword))) {
    const orKey = kind === 'sftp' ? ` (or ${LocalKey.SourcePrivateKey})` : '';
    throw new Error(`The source needs a sign-in: set ${LocalKey.SourceUsername} and ${LocalKey.SourcePassword}${orKey} in the environment`);
  }
  if (kind === 'sftp' && !isSet(SettingsKey.SourceHostKeys)) {
    const how = 'its owner tells it; ssh-keyscan <host> | ssh-keygen -lf - shows what the server presents';
    throw new Error(
      `An SFTP server is only used with its pinned host key: set ${SettingsKey.SourceHostKeys} to its SHA256:... in the environment (${how})`,
    );
  }
  return { [SettingsKey.SourceKind]: kind, [SettingsKey.SourceUrl]: url };
}

async function startSimulator(options: LocalOptions): Promise<LocalSource> {
  const simulator = await LocalChild.start({
    name: 'TeleMessage simulator',
    script: distFile('local/telemessage-simulator.js'),
    args: ['--seed', String(SYNTHETIC_SEED), '--date', syntheticDate(options.data), '--past', String(pastDaysServed(options))],
  });
  const { url, username, password, certificateAuthority } = simulator.ready as Record<string, string>;
  const settings = {
    [SettingsKey.SourceKind]: 'telemessage',
    [SettingsKey.SourceUrl]: url ?? '',
    [LocalKey.SourceUsername]: username ?? '',
    [LocalKey.SourcePassword]: password ?? '',
    [LocalKey.SourceCa]: certificateAuthority ?? '',
  };
  return { settings, simulator };
}

/** Yesterday; with a data folder the yesterday of its first start, so that a second start meets the same packages. */
export function syntheticDate(dataFolder: string | undefined, now = new Date()): string {
  const yesterday = new Date(now.getTime() - DAY_IN_MS).toISOString().slice(0, 10);
  if (dataFolder === undefined) return yesterday;
  const file = join(dataFolder, 'synthetic-day');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, `${yesterday}\n`);
  return yesterday;
}

export { SYNTHETIC_SEED };
