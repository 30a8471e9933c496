import { CONTAINERS, QUEUES, TABLES } from '../../../infra/archive-stores';
import { LOCK_WORDS } from '../../../infra/config/fields';
import { at } from '../../../infra/property-path';
import { ALL_QUEUE_NAMES, CONTAINER_NAMES, TABLE_NAMES } from '../../../runtime/adapters/azure-storage/store-names';
import { type CapturedTenant, captureTenant } from '../support/captured-tenant';

const ACCOUNT = 'azure-native:storage:StorageAccount';
const IMMUTABLE = 'azure-native:storage:BlobContainerImmutabilityPolicy';
const HOLD = 'azure-native:storage:BlobContainerLegalHold';

describe('the stores', () => {
  let example: CapturedTenant;
  let kept: CapturedTenant;
  let landing: CapturedTenant;
  let locked: CapturedTenant;

  beforeAll(async () => {
    example = await captureTenant({ allowedIps: ['198.51.100.7'] });
    kept = await captureTenant({
      retentionDays: 0,
      legalHold: [],
      customerManagedKeyId: 'https://kv-keys.vault.azure.net/keys/archive',
      customerManagedKeyIdentityId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/keys',
      credentialExpiresOn: '',
    });
    landing = await captureTenant({
      sourceKind: 'landing',
      sourceUrl: '',
      landingAllowedIps: ['203.0.113.7'],
      landingPublicKey: `ssh-rsa ${'A'.repeat(372)}`,
      networkMode: 'private',
    });
    locked = await captureTenant({ lockRetention: LOCK_WORDS, legalHold: ['case2026', 'audit1'] });
  });

  it('are those that the runtime opens, no more and no fewer', () => {
    expect(CONTAINERS.map((container) => container.name).sort()).toEqual([...CONTAINER_NAMES].sort());
    expect([...TABLES].sort()).toEqual([...TABLE_NAMES].sort());
    expect([...QUEUES].sort()).toEqual([...ALL_QUEUE_NAMES].sort());
    expect(example.ofType('azure-native:storage:Table').map((table) => table.inputs['tableName'])).toEqual([...TABLES]);
    expect(example.ofType('azure-native:storage:Queue').map((queue) => queue.inputs['queueName'])).toEqual([...QUEUES]);
  });

  it.each<[string, string, unknown]>([
    ['are zone redundant', 'sku.name', 'Standard_ZRS'],
    ['take no account keys', 'allowSharedKeyAccess', false],
    ['are read by nobody anonymously', 'allowBlobPublicAccess', false],
    ['are copied to no other tenant', 'allowCrossTenantReplication', false],
    ['answer over HTTPS only', 'enableHttpsTrafficOnly', true],
    ['take TLS 1.2 or newer', 'minimumTlsVersion', 'TLS1_2'],
    ['ask for Entra ID by default', 'defaultToOAuthAuthentication', true],
    ['have no local users', 'isLocalUserEnabled', false],
    ['deny by default', 'networkRuleSet.defaultAction', 'Deny'],
    ['let trusted services write their logs', 'networkRuleSet.bypass', 'AzureServices'],
    ['are encrypted twice', 'encryption.requireInfrastructureEncryption', true],
    ["encrypt queues with the account's key", 'encryption.services.queue.keyType', 'Account'],
    ["encrypt tables with the account's key", 'encryption.services.table.keyType', 'Account'],
    ['have no version-level immutability', 'immutableStorageWithVersioning', undefined],
  ])('%s', (_case, path, value) => {
    for (const account of ['archive', 'host']) expect(at(example.resource(ACCOUNT, account).inputs, path)).toEqual(value);
  });

  it('admit the subnet of the app, and people only where the configuration names them', () => {
    const subnet = expect.stringMatching(/\/virtualNetworks\/vnet-contoso-dev-\w+\/subnets\/app$/);
    const app = [{ virtualNetworkResourceId: subnet, action: 'Allow' }];
    expect(example.resource(ACCOUNT, 'archive').inputs['networkRuleSet']).toMatchObject({
      virtualNetworkRules: app,
      ipRules: [{ iPAddressOrRange: '198.51.100.7' }],
    });
    expect(example.resource(ACCOUNT, 'host').inputs['networkRuleSet']).toMatchObject({ virtualNetworkRules: app, ipRules: [] });
  });

  it('are immutable where they hold evidence, by the container and without appends', () => {
    expect(
      example
        .ofType(IMMUTABLE)
        .map(({ inputs }) => [
          inputs['containerName'],
          inputs['immutabilityPeriodSinceCreationInDays'],
          inputs['allowProtectedAppendWrites'],
        ]),
    ).toEqual([
      ['packages', 30, false],
      ['reports', 30, false],
      ['mappings', 30, false],
    ]);
  });

  it('keep for the longest time Azure knows when the retention is 0', () => {
    expect(kept.ofType(IMMUTABLE).map(({ inputs }) => inputs['immutabilityPeriodSinceCreationInDays'])).toEqual([
      146_000, 146_000, 146_000,
    ]);
  });

  it('keep versions and what was deleted for a while', () => {
    expect(example.resource('azure-native:storage:BlobServiceProperties', 'archive-blobs').inputs).toMatchObject({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 30 },
      containerDeleteRetentionPolicy: { enabled: true, days: 30 },
    });
  });

  it('are held by every tag of the configuration, and by nothing else', () => {
    expect(example.ofType(HOLD)).toEqual([]);
    expect(locked.ofType(HOLD).map(({ inputs }) => [inputs['containerName'], inputs['tags']])).toEqual([
      ['packages', ['case2026', 'audit1']],
      ['reports', ['case2026', 'audit1']],
      ['mappings', ['case2026', 'audit1']],
    ]);
  });

  it('are locked by the publish client, when the configuration asks for it in the right words', () => {
    expect(example.resources.filter((resource) => resource.name === 'retention-lock')).toEqual([]);
    expect(locked.resource('command:local:Command', 'retention-lock').inputs).toMatchObject({
      create: 'node dist/infra/publish/main.js lock-retention',
      environment: { CONNECTOR_RETENTION_DAYS: '30', CONNECTOR_CONTAINERS: 'packages,reports,mappings' },
      triggers: ['packages,reports,mappings', 30],
    });
    expect(locked.outputs['lockedRetentionDays']).toBe(30);
  });

  it("are encrypted with a customer's key when there is one", () => {
    expect(kept.resource(ACCOUNT, 'archive').inputs).toMatchObject({
      encryption: {
        keySource: 'Microsoft.Keyvault',
        keyVaultProperties: { keyVaultUri: 'https://kv-keys.vault.azure.net', keyName: 'archive' },
      },
      identity: { type: 'UserAssigned' },
    });
    expect(example.resource(ACCOUNT, 'archive').inputs).toMatchObject({ encryption: { keySource: 'Microsoft.Storage' } });
  });

  describe('for a vendor who pushes', () => {
    it('are an account of their own with SFTP, open to the vendor and the app only', () => {
      expect(example.resources.filter((resource) => resource.name.startsWith('landing'))).toEqual([]);
      expect(landing.resource(ACCOUNT, 'landing').inputs).toMatchObject({
        isHnsEnabled: true,
        isSftpEnabled: true,
        isLocalUserEnabled: true,
        allowSharedKeyAccess: false,
        publicNetworkAccess: 'Enabled',
        networkRuleSet: { defaultAction: 'Deny', ipRules: [{ iPAddressOrRange: '203.0.113.7' }] },
      });
    });

    it('have no versions and no immutability, which the namespace excludes', () => {
      expect(landing.resource('azure-native:storage:BlobServiceProperties', 'landing-blobs').inputs['isVersioningEnabled']).toBeUndefined();
      expect(landing.ofType(IMMUTABLE).map(({ inputs }) => inputs['accountName'])).not.toContain(
        landing.resource(ACCOUNT, 'landing').inputs['accountName'],
      );
    });

    it('let the vendor write by SSH key, and nothing more', () => {
      expect(landing.resource('azure-native:storage:LocalUser', 'landing-vendor').inputs).toMatchObject({
        hasSshKey: true,
        hasSshPassword: false,
        hasSharedKey: false,
        permissionScopes: [{ service: 'blob', resourceName: 'inbox', permissions: 'w' }],
      });
    });
  });

  describe('of secrets', () => {
    it('is a vault with roles, purge protection and a closed firewall', () => {
      expect(example.resource('azure-native:keyvault:Vault', 'vault').inputs['properties']).toMatchObject({
        enableRbacAuthorization: true,
        enablePurgeProtection: true,
        softDeleteRetentionInDays: 90,
        publicNetworkAccess: 'Enabled',
        networkAcls: {
          defaultAction: 'Deny',
          virtualNetworkRules: [{ id: expect.stringContaining('/subnets/app') }],
          ipRules: [{ value: '198.51.100.7' }],
        },
      });
    });

    it('has a place for the credential that says it is not set, with the day it expires', () => {
      const credential = example.resource('azure-native:keyvault:Secret', 'vault-credential').inputs;
      expect(credential).toMatchObject({
        secretName: 'source-credential',
        properties: { contentType: 'application/json', attributes: { expires: Date.UTC(2027, 5, 30, 23, 59, 59) / 1000 } },
      });
      expect(JSON.parse(String(at(credential, 'properties.value')))).toEqual({ username: 'not-set', password: 'not-set' });
      expect(at(kept.resource('azure-native:keyvault:Secret', 'vault-credential').inputs, 'properties.attributes.expires')).toBeUndefined();
    });

    it('has an EC key that can sign and verify, and nothing else', () => {
      expect(example.resource('azure-native:keyvault:Key', 'vault-signing').inputs['properties']).toMatchObject({
        kty: 'EC',
        curveName: 'P-256',
        keyOps: ['sign', 'verify'],
      });
    });
  });
});
