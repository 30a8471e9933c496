import { readSignIn } from '../../runtime/settings/read-sign-in';
import { type Environment, SettingsReader } from '../../runtime/settings/read-values';

const TENANT = '33333333-3333-3333-3333-333333333333';
const CLIENT = '44444444-4444-4444-4444-444444444444';
const DEPLOYED = { TENANT_ID: TENANT, CLIENT_ID: CLIENT, AUTHORITY_HOST: 'https://login.microsoftonline.com' };

const read = (env: Environment, isLocal = false) => readSignIn(new SettingsReader(env), isLocal);

describe('who signs people in', () => {
  it('is the platform, for this tenant and this app registration, when the platform says that its authentication is on', () => {
    expect(read({ ...DEPLOYED, WEBSITE_AUTH_ENABLED: 'True' })).toEqual({
      kind: 'proven',
      by: 'platform',
      tenantId: TENANT,
      issuers: [`https://login.microsoftonline.com/${TENANT}/v2.0`, `https://sts.windows.net/${TENANT}/`],
      audiences: [CLIENT, `api://${CLIENT}`],
    });
  });

  it.each([undefined, '', 'False', '0', 'yes'])('is nobody when the platform says "%s"', (WEBSITE_AUTH_ENABLED) => {
    expect(read({ ...DEPLOYED, WEBSITE_AUTH_ENABLED })).toEqual({ kind: 'unproven' });
  });

  it('is the local host where that says so, and nobody otherwise; the word of a platform counts nothing there', () => {
    expect(read({ TENANT_ID: TENANT, LOCAL_SIGN_IN: 'host' }, true)).toMatchObject({ kind: 'proven', by: 'local-host' });
    expect(read({ TENANT_ID: TENANT, WEBSITE_AUTH_ENABLED: 'true' }, true)).toEqual({ kind: 'unproven' });
  });

  it('is never the local host in Azure', () => {
    expect(read({ ...DEPLOYED, LOCAL_SIGN_IN: 'host' })).toEqual({ kind: 'unproven' });
  });
});
