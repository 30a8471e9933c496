import { SettingsKey } from '../settings-keys';
import { LocalKey } from './local-keys';
import type { SettingsReader } from './read-values';
import type { SignInSettings } from './settings';

/** Set by App Service while its authentication is on, and by nobody else. */
const PLATFORM_SIGN_IN_KEY = 'WEBSITE_AUTH_ENABLED';
const LOCAL_AUTHORITY = 'https://login.microsoftonline.com';

/** Proven only when somebody says so whom no caller can play: the platform, or the local host. */
export function readSignIn(reader: SettingsReader, isLocal: boolean): SignInSettings {
  const tenantId = reader.text(SettingsKey.TenantId);
  if (isLocal) {
    if (reader.text(LocalKey.SignIn) !== 'host') return { kind: 'unproven' };
    return { kind: 'proven', by: 'local-host', tenantId, issuers: [`${LOCAL_AUTHORITY}/${tenantId}/v2.0`], audiences: [tenantId] };
  }
  if (reader.text(PLATFORM_SIGN_IN_KEY).toLowerCase() !== 'true') return { kind: 'unproven' };
  const clientId = reader.text(SettingsKey.ClientId);
  return {
    kind: 'proven',
    by: 'platform',
    tenantId,
    issuers: [`${reader.text(SettingsKey.AuthorityHost)}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`],
    audiences: [clientId, `api://${clientId}`],
  };
}
