import { join } from 'node:path';
import { LocalKey } from '../../settings/local-keys';
import { SettingsKey } from '../../settings-keys';

const ZERO_TENANT = '00000000-0000-0000-0000-000000000000';
/** Short, because people wait for the end of a run. */
const SETTLE_DELAY_SECONDS = 1;
const IDLE_CLOSE_SECONDS = 120;

export interface LocalSettingsParts {
  readonly folder: string;
  readonly connectionString: string;
  readonly domains: readonly string[];
  readonly closesWhenIdle: boolean;
  readonly source: Readonly<Record<string, string>>;
  readonly graph: Readonly<Record<string, string>>;
}

/** The application settings of local mode. Those of the environment (header names, switches) hold unless local mode itself knows better. */
export function localSettings({
  folder,
  connectionString,
  domains,
  closesWhenIdle,
  source,
  graph,
}: LocalSettingsParts): Readonly<Record<string, string>> {
  return {
    ...fromEnvironment(),
    [SettingsKey.TenantId]: ZERO_TENANT,
    [SettingsKey.Stack]: 'local',
    [SettingsKey.Schedule]: '0 30 6 * * *',
    [SettingsKey.AllowedDomains]: domains.join(','),
    [LocalKey.Storage]: connectionString,
    [LocalKey.SignIn]: 'host',
    [LocalKey.SigningKeyFile]: join(folder, 'signing-key.json'),
    [LocalKey.SettleDelaySeconds]: String(SETTLE_DELAY_SECONDS),
    [LocalKey.IdleCloseSeconds]: closesWhenIdle ? String(IDLE_CLOSE_SECONDS) : '0',
    ...source,
    ...graph,
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
