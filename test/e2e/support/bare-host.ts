import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArchiveStorage } from '../../../runtime/adapters/azure-storage/create-archive-storage';
import { SystemClock } from '../../../runtime/adapters/telemetry/system-clock';
import { type AzuriteProcess, startAzurite } from '../../../runtime/local/host/azurite-process';
import { LocalChild } from '../../../runtime/local/start/child-process';
import { localSettings } from '../../../runtime/local/start/local-settings';
import { LocalKey } from '../../../runtime/settings/local-keys';
import { SettingsKey } from '../../../runtime/settings-keys';

const DIST = join(__dirname, '..', '..', '..', 'dist');

/** The functions host with the release bundle on an empty storage: no packages, no mailboxes, no run. */
export interface BareHost {
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * `signIn`: the host's option `--sign-in`; `isProven`: whether the connector is told that somebody signs people in; `release`: the folder
 * of the release it loads.
 */
export async function startBareHost(signIn?: string, isProven = true, release = join(DIST, 'release')): Promise<BareHost> {
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-host-'));
  const storage = await startAzurite({ dataFolder: undefined });
  try {
    await createArchiveStorage({ connectionString: storage.connectionString }, { clock: new SystemClock() }).ensureStores();
    const child = await startHost(folder, storage, release, { signIn, isProven });
    return {
      origin: `http://localhost:${Number(child.ready['port'])}`,
      stop: async () => {
        await child.stop();
        await storage.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await storage.stop();
    throw error;
  }
}

interface SigningIn {
  readonly signIn: string | undefined;
  readonly isProven: boolean;
}

function startHost(folder: string, storage: AzuriteProcess, release: string, { signIn, isProven }: SigningIn): Promise<LocalChild> {
  const { [LocalKey.SignIn]: proof = '', ...settings } = localSettings({
    folder,
    connectionString: storage.connectionString,
    domains: ['contoso.example'],
    closesWhenIdle: false,
    source: { [SettingsKey.SourceKind]: 'directory', [SettingsKey.SourceUrl]: folder },
    graph: { [SettingsKey.GraphRoot]: 'http://127.0.0.1:1/v1.0', [LocalKey.GraphToken]: 'none' },
  });
  const args = ['--bundle', join(release, 'index.js'), '--port', '0', '--with-parent'];
  return LocalChild.start({
    name: 'functions host',
    script: join(DIST, 'local', 'host.js'),
    args: signIn === undefined ? args : [...args, '--sign-in', signIn],
    env: isProven ? { ...settings, [LocalKey.SignIn]: proof } : settings,
  });
}
