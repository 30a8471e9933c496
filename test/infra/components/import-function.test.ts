import { spawnSync } from 'node:child_process';
import { at } from '../../../infra/property-path';
import { readSettings } from '../../../runtime/settings';
import { LocalKey } from '../../../runtime/settings/local-keys';
import { SettingsKey, WORKER_ENVIRONMENT, WORKER_NODE_ARGUMENTS } from '../../../runtime/settings-keys';
import { type CapturedTenant, captureTenant } from '../support/captured-tenant';

const SITE = 'azure-native:web:WebApp';

/** All that the resource manager takes in the configuration of a site on Flex Consumption. */
const TAKEN_BY_FLEX = [
  'appSettings',
  'cors',
  'http20Enabled',
  'ipSecurityRestrictions',
  'minTlsVersion',
  'remoteDebuggingEnabled',
  'scmMinTlsVersion',
];

function settingsOf(tenant: CapturedTenant): ReadonlyMap<string, string> {
  const settings = at(tenant.resource(SITE, 'import').inputs, 'siteConfig.appSettings') as { name: string; value: string }[];
  return new Map(settings.map(({ name, value }) => [name, value]));
}

describe('the function app', () => {
  let flex: CapturedTenant;
  let dedicated: CapturedTenant;
  let isolated: CapturedTenant;
  let mapped: CapturedTenant;

  beforeAll(async () => {
    flex = await captureTenant();
    dedicated = await captureTenant({ cloud: 'gcc-high' });
    isolated = await captureTenant({ networkMode: 'private' });
    mapped = await captureTenant(
      { mappingFile: 'mappings/contoso.csv', mappingConfirm: 'ef'.repeat(32) },
      { mapping: { version: 'ef'.repeat(32), rows: 12 } },
    );
  });

  it('runs on Flex Consumption with Node 24 and its package in the host account, opened by the identity', () => {
    expect(flex.resource('azure-native:web:AppServicePlan', 'import-plan').inputs).toMatchObject({
      sku: { name: 'FC1', tier: 'FlexConsumption' },
      reserved: true,
    });
    expect(flex.resource(SITE, 'import').inputs['functionAppConfig']).toEqual({
      deployment: {
        storage: {
          type: 'blobContainer',
          value: expect.stringMatching(/^https:\/\/hostcontosodev\w{8}\.blob\.core\.windows\.net\/deployments$/),
          authentication: {
            type: 'UserAssignedIdentity',
            userAssignedIdentityResourceId: expect.stringContaining('/userAssignedIdentities/'),
          },
        },
      },
      runtime: { name: 'node', version: '24' },
      scaleAndConcurrency: { maximumInstanceCount: 40, instanceMemoryMB: 2048 },
    });
  });

  it('sends Flex nothing that it refuses, not even what the library adds by itself', () => {
    const keys = Object.keys(flex.resource(SITE, 'import').inputs['siteConfig'] as object);
    expect(keys.filter((key) => !TAKEN_BY_FLEX.includes(key))).toEqual([]);
  });

  it('runs on a dedicated plan where Flex does not exist', () => {
    expect(dedicated.resource('azure-native:web:AppServicePlan', 'import-plan').inputs).toMatchObject({
      kind: 'linux',
      sku: { name: 'P0v3' },
    });
    expect(dedicated.resource(SITE, 'import').inputs).toMatchObject({
      endToEndEncryptionEnabled: true,
      siteConfig: { alwaysOn: true, linuxFxVersion: 'NODE|24', ftpsState: 'Disabled', use32BitWorkerProcess: false },
    });
    expect(dedicated.resource(SITE, 'import').inputs['functionAppConfig']).toBeUndefined();
    expect(settingsOf(dedicated).get('WEBSITE_RUN_FROM_PACKAGE')).toBe('1');
    expect(settingsOf(flex).has('WEBSITE_RUN_FROM_PACKAGE')).toBe(false);
  });

  it.each<[string, string, unknown]>([
    ['answers over HTTPS only', 'httpsOnly', true],
    ['takes TLS 1.2 or newer', 'siteConfig.minTlsVersion', '1.2'],
    ['deploys over TLS 1.2 or newer', 'siteConfig.scmMinTlsVersion', '1.2'],
    ['speaks HTTP/2', 'siteConfig.http20Enabled', true],
    ['admits no debugger', 'siteConfig.remoteDebuggingEnabled', false],
    ['admits no foreign origin', 'siteConfig.cors.allowedOrigins', []],
    ['acts as its own identity', 'identity.type', 'UserAssigned'],
    ['sends everything through its network', 'outboundVnetRouting.allTraffic', true],
  ])('%s, on either hosting', (_case, path, value) => {
    for (const tenant of [flex, dedicated]) expect(at(tenant.resource(SITE, 'import').inputs, path)).toEqual(value);
  });

  it('is public only outside a private network', () => {
    expect(flex.resource(SITE, 'import').inputs['publicNetworkAccess']).toBe('Enabled');
    expect(isolated.resource(SITE, 'import').inputs['publicNetworkAccess']).toBe('Disabled');
  });

  it('asks everybody to sign in to the tenant, without a client secret and without keeping tokens', () => {
    expect(flex.resource('azure-native:web:WebAppAuthSettingsV2', 'import-sign-in').inputs).toMatchObject({
      platform: { enabled: true },
      globalValidation: { requireAuthentication: true, unauthenticatedClientAction: 'RedirectToLoginPage' },
      login: { tokenStore: { enabled: false } },
      identityProviders: {
        azureActiveDirectory: {
          registration: {
            clientId: flex.outputs['appClientId'],
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
            openIdIssuer: 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0',
          },
          validation: { allowedAudiences: [flex.outputs['appClientId'], `api://${flex.outputs['appClientId']}`] },
        },
      },
    });
    expect(settingsOf(flex).get('OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID')).toBe(flex.outputs['managedIdentityClientId']);
  });

  it.each(['ftp', 'scm'])('takes no user name and password for %s', (way) => {
    const allowed = [...flex.ofType('azure-native:web:WebAppFtpAllowed'), ...flex.ofType('azure-native:web:WebAppScmAllowed')].find(
      ({ name }) => name === `import-${way}`,
    );
    expect(allowed?.inputs['allow']).toBe(false);
  });

  it('sets every setting of the runtime', () => {
    expect(Object.values(SettingsKey).filter((key) => !settingsOf(flex).has(key))).toEqual([]);
  });

  it('sets no setting of local mode', () => {
    expect(Object.values(LocalKey).filter((key) => settingsOf(flex).has(key))).toEqual([]);
  });

  it.each<[string, () => CapturedTenant]>([
    ['the example', () => flex],
    ['a dedicated plan', () => dedicated],
    ['a private network', () => isolated],
    ['a mapping of its own', () => mapped],
  ])('gives the runtime settings that it can read, for %s', (_case, tenant) => {
    const settings = readSettings(Object.fromEntries(settingsOf(tenant())));
    expect(settings.routing.allowedDomains).toEqual(['contoso.example']);
    expect(settings.run.lookAfterSeconds).toEqual([30, 120, 720]);
    expect(settings.graph).toMatchObject({ mailAccess: 'exchange-rbac', scopeGroup: 'Signal archive mailboxes', messageFlags: 1 });
  });

  it('starts the worker with the options that were measured, which Node takes', () => {
    const options = settingsOf(flex).get('languageWorkers__node__arguments')?.split(' ') ?? [];

    expect(options).toEqual([...WORKER_NODE_ARGUMENTS]);
    expect(settingsOf(flex).get('MALLOC_ARENA_MAX')).toBe(WORKER_ENVIRONMENT['MALLOC_ARENA_MAX']);
    expect(spawnSync(process.execPath, [...options, '-e', '0'], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('names vault secrets in settings that say so, and holds none', () => {
    const names = [...settingsOf(flex)].filter(([, value]) => value === 'source-credential').map(([name]) => name);
    expect(names).toEqual(['SOURCE_CREDENTIAL_SECRET_NAME']);
    expect([...settingsOf(flex).keys()].filter((name) => /SECRET|PASSWORD|KEY$/.test(name) && !name.endsWith('_SECRET_NAME'))).toEqual([]);
  });

  it("opens the host's storage by identity, blobs only", () => {
    const host = [...settingsOf(flex).keys()].filter((name) => name.startsWith('AzureWebJobsStorage'));
    expect(host.sort()).toEqual([
      'AzureWebJobsStorage__blobServiceUri',
      'AzureWebJobsStorage__clientId',
      'AzureWebJobsStorage__credential',
    ]);
  });

  it('gets its release from the publish client, again when zip, app registration or hosting change', () => {
    expect(flex.resource('command:local:Command', 'release').inputs).toEqual({
      create: 'node dist/infra/publish/main.js release',
      environment: {
        CONNECTOR_CLOUD: 'commercial',
        CONNECTOR_SUBSCRIPTION_ID: '22222222-2222-4222-8222-222222222222',
        CONNECTOR_RESOURCE_GROUP: flex.outputs['resourceGroupName'],
        CONNECTOR_SITE: flex.outputs['functionAppName'],
        CONNECTOR_RELEASE_URL: '',
        CONNECTOR_RELEASE_SHA256: 'ab'.repeat(32),
      },
      triggers: ['ab'.repeat(32), flex.outputs['appClientId'], 'flex'],
    });
  });

  it('gets the mapping of the configuration by its hash and its rows, without any of its content', () => {
    expect(flex.resources.some(({ name }) => name === 'mapping')).toBe(false);
    const inputs = mapped.resource('command:local:Command', 'mapping').inputs;
    expect(inputs['triggers']).toEqual(['ef'.repeat(32), 12]);
    expect(inputs['environment']).toEqual({
      CONNECTOR_CLOUD: 'commercial',
      CONNECTOR_TENANT_ID: '11111111-1111-4111-8111-111111111111',
      CONNECTOR_API: mapped.outputs['pageUrl'],
      CONNECTOR_CLIENT_ID: mapped.outputs['appClientId'],
      CONNECTOR_MAPPING_FILE: 'mappings/contoso.csv',
      CONNECTOR_MAPPING_VERSION: 'ef'.repeat(32),
      CONNECTOR_MAPPING_CONFIRMED: 'true',
    });
    expect(settingsOf(mapped).get('MAPPING_OWNED_BY_STACK')).toBe('ef'.repeat(32));
    expect(settingsOf(flex).get('MAPPING_OWNED_BY_STACK')).toBe('');
  });
});
