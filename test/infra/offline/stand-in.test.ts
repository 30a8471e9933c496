import { makeStandIn } from '../../../infra/offline/providers/packages';
import type { StandIn } from '../../../infra/offline/providers/stand-in';

const SIGNED_IN = { tenantId: 't', entraTenantId: 't', subscriptionId: 's', objectId: 'o' };
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const urn = (type: string, name = 'x'): string => `urn:pulumi:dev::signal-archive::signal-archive:infra:Part$${type}::${name}`;

async function refusals(type: string, inputs: object, before: readonly (readonly [string, object])[] = []): Promise<string> {
  const standIn = makeStandIn(type.split(':')[0] ?? '', SIGNED_IN);
  for (const [otherType, other] of before) await standIn.check(urn(otherType), {}, other);
  const { failures = [] } = await standIn.check(urn(type), {}, inputs);
  return failures.map(({ property, reason }) => `${property} ${reason}`).join('\n');
}

const ACCOUNT = {
  resourceGroupName: 'rg',
  accountName: 'archcontoso',
  kind: 'StorageV2',
  sku: { name: 'Standard_ZRS' },
  location: 'westeurope',
};
const SITE = {
  resourceGroupName: 'rg',
  name: 'func',
  kind: 'functionapp,linux',
  serverFarmId: '/subscriptions/s/serverfarms/plan',
  functionAppConfig: {},
};
const FLEX_PLAN = ['azure-native:web:AppServicePlan', { resourceGroupName: 'rg', name: 'plan', sku: { name: 'FC1' } }] as const;
const ROLE = {
  principalId: 'p',
  roleDefinitionId: 'r',
  scope: '/subscriptions/s',
  roleAssignmentName: '6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42',
};

describe('the stand-ins refuse what the cloud refuses, in its words', () => {
  it.each<[string, string, object, RegExp, (readonly (readonly [string, object])[])?]>([
    [
      'an account without its group',
      'azure-native:storage:StorageAccount',
      { ...ACCOUNT, resourceGroupName: undefined },
      /missing required property 'resourceGroupName'/,
    ],
    [
      'an account name with a capital',
      'azure-native:storage:StorageAccount',
      { ...ACCOUNT, accountName: 'archContoso' },
      /archContoso is not a valid storage account name\. Storage account name must be between 3 and 24/,
    ],
    ['SFTP without a namespace', 'azure-native:storage:StorageAccount', { ...ACCOUNT, isSftpEnabled: true }, /hierarchical namespace/],
    [
      'a private address in a firewall',
      'azure-native:storage:StorageAccount',
      { ...ACCOUNT, networkRuleSet: { ipRules: [{ iPAddressOrRange: '10.0.0.0/24' }] } },
      /networkAcls\.ipRule\[\*\]\.value/,
    ],
    [
      'an address with /32',
      'azure-native:storage:StorageAccount',
      { ...ACCOUNT, networkRuleSet: { ipRules: [{ iPAddressOrRange: '203.0.113.7/32' }] } },
      /networkAcls\.ipRule/,
    ],
    [
      'versions beside a namespace',
      'azure-native:storage:BlobServiceProperties',
      { resourceGroupName: 'rg', accountName: 'archcontoso', isVersioningEnabled: true },
      /Versioning is not supported for accounts that have a hierarchical namespace/,
      [['azure-native:storage:StorageAccount', { ...ACCOUNT, isHnsEnabled: true }]],
    ],
    [
      'a container with two dashes',
      'azure-native:storage:BlobContainer',
      { resourceGroupName: 'rg', accountName: 'a', containerName: 'a--b' },
      /contains invalid characters/,
    ],
    [
      'a table with a dash',
      'azure-native:storage:Table',
      { resourceGroupName: 'rg', accountName: 'a', tableName: 'a-b' },
      /contains invalid characters/,
    ],
    [
      'a retention of no days',
      'azure-native:storage:BlobContainerImmutabilityPolicy',
      {
        resourceGroupName: 'rg',
        accountName: 'a',
        containerName: 'c',
        immutabilityPolicyName: 'default',
        immutabilityPeriodSinceCreationInDays: 0,
      },
      /between 1 and 146000/,
    ],
    [
      'a short tag of a legal hold',
      'azure-native:storage:BlobContainerLegalHold',
      { resourceGroupName: 'rg', accountName: 'a', containerName: 'c', tags: ['ab'] },
      /3 to 23 alphanumeric/,
    ],
    [
      'eleven prefixes in one rule',
      'azure-native:storage:ManagementPolicy',
      {
        resourceGroupName: 'rg',
        accountName: 'a',
        policy: { rules: [{ definition: { filters: { prefixMatch: Array.from({ length: 11 }, String) } } }] },
      },
      /at most 10 prefixes/,
    ],
    [
      'cool append blobs',
      'azure-native:storage:ManagementPolicy',
      {
        resourceGroupName: 'rg',
        accountName: 'a',
        policy: { rules: [{ definition: { filters: { blobTypes: ['appendBlob'] }, actions: { baseBlob: { tierToCool: {} } } } }] },
      },
      /append blobs/,
    ],
    [
      'a vault name that ends with a dash',
      'azure-native:keyvault:Vault',
      { resourceGroupName: 'rg', vaultName: 'kv-', properties: { tenantId: 't', sku: { name: 'standard' } } },
      /The vault name 'kv-' is invalid/,
    ],
    [
      'purge protection taken back',
      'azure-native:keyvault:Vault',
      {
        resourceGroupName: 'rg',
        vaultName: 'kv-a',
        properties: { tenantId: 't', sku: { name: 'standard' }, enablePurgeProtection: false },
      },
      /irreversible action/,
    ],
    [
      'one property that Flex does not know',
      'azure-native:web:WebApp',
      { ...SITE, siteConfig: { netFrameworkVersion: 'v4.6' } },
      /The following site configuration property \(Site\.SiteConfig\.NetFrameworkVersion\) for Flex Consumption sites is invalid/,
      [FLEX_PLAN],
    ],
    [
      'two properties that Flex does not know',
      'azure-native:web:WebApp',
      { ...SITE, siteConfig: { ftpsState: 'Disabled', linuxFxVersion: 'NODE|24' } },
      /list of 2 site configuration properties \(Site\.SiteConfig\.FtpsState, Site\.SiteConfig\.LinuxFxVersion\)/,
      [FLEX_PLAN],
    ],
    [
      'a setting that Flex has elsewhere',
      'azure-native:web:WebApp',
      { ...SITE, siteConfig: { appSettings: [{ name: 'FUNCTIONS_WORKER_RUNTIME', value: 'node' }] } },
      /app setting \(Site\.SiteConfig\.AppSettings\.FUNCTIONS_WORKER_RUNTIME\)/,
      [FLEX_PLAN],
    ],
    [
      'Flex without its section',
      'azure-native:web:WebApp',
      { ...SITE, functionAppConfig: undefined },
      /FunctionAppConfig section was not specified/,
      [FLEX_PLAN],
    ],
    [
      'a setting that is no text',
      'azure-native:web:WebApp',
      { ...SITE, siteConfig: { appSettings: [{ name: 'A', value: 5 }] } },
      /is no text/,
    ],
    [
      'a subnet outside its network',
      'azure-native:network:VirtualNetwork',
      {
        resourceGroupName: 'rg',
        virtualNetworkName: 'v',
        addressSpace: { addressPrefixes: ['10.0.0.0/24'] },
        subnets: [{ name: 'app', addressPrefix: '10.0.1.0/25' }],
      },
      /Subnet 'app' is not valid in virtual network 'v'/,
    ],
    [
      'a standard address that changes',
      'azure-native:network:PublicIPAddress',
      { resourceGroupName: 'rg', publicIpAddressName: 'p', sku: { name: 'Standard' } },
      /must have AllocationMethod set to Static/,
    ],
    [
      'a DNS zone in a region',
      'azure-native:privatedns:PrivateZone',
      { resourceGroupName: 'rg', privateZoneName: 'z', location: 'westeurope' },
      /'global'/,
    ],
    [
      'storage logs on the account itself',
      'azure-native:monitor:DiagnosticSetting',
      { name: 'd', resourceUri: '/subscriptions/s/x/storageAccounts/a', logs: [{ category: 'StorageRead' }] },
      /Category 'StorageRead' is not supported/,
    ],
    [
      'a window that no alert has',
      'azure-native:monitor:ScheduledQueryRule',
      { resourceGroupName: 'rg', ruleName: 'r', scopes: [], criteria: { allOf: [] }, windowSize: 'PT26H' },
      /Invalid value for properties\.windowSize/,
    ],
    [
      'the operator of another service',
      'azure-native:monitor:ScheduledQueryRule',
      { resourceGroupName: 'rg', ruleName: 'r', scopes: [], criteria: { allOf: [{ operator: 'gt' }] } },
      /allowed values are: Equals, GreaterThan/,
    ],
    [
      'a workbook with a name',
      'azure-native:applicationinsights:Workbook',
      { resourceGroupName: 'rg', resourceName: 'runs', displayName: 'd', category: 'c', serializedData: '{}' },
      /must be a GUID/,
    ],
    [
      'a budget from the middle of a month',
      'azure-native:consumption:Budget',
      {
        scope: '/s',
        budgetName: 'b',
        amount: 1,
        category: 'Cost',
        timeGrain: 'Monthly',
        timePeriod: { startDate: '2026-11-15T00:00:00Z' },
      },
      /first day of the month/,
    ],
    [
      'a role assignment with a name',
      'azure-native:authorization:RoleAssignment',
      { ...ROLE, roleAssignmentName: 'reader' },
      /must be a GUID/,
    ],
    [
      'an app registration without owners',
      'azuread:index/application:Application',
      { displayName: 'a', owners: [] },
      /calling identity is removed/,
    ],
    [
      'a redirect over http',
      'azuread:index/applicationRedirectUris:ApplicationRedirectUris',
      { applicationId: `/applications/${ROLE.roleAssignmentName}`, type: 'Web', redirectUris: ['http://a'] },
      /must begin with https/,
    ],
    [
      'an application by its client id',
      'azuread:index/applicationIdentifierUri:ApplicationIdentifierUri',
      { applicationId: ROLE.roleAssignmentName, identifierUri: 'api://x' },
      /parsing/,
    ],
  ])('%s', async (_case, type, inputs, words, before = []) => {
    expect(await refusals(type, inputs, before)).toMatch(words);
  });

  it('but say nothing against what is not known yet', async () => {
    expect(await refusals('azure-native:storage:StorageAccount', { ...ACCOUNT, accountName: UNKNOWN, networkRuleSet: UNKNOWN })).toBe('');
    expect(await refusals('azure-native:web:WebApp', { ...SITE, siteConfig: UNKNOWN })).toBe('');
    expect(await refusals('azuread:index/application:Application', { displayName: 'a', owners: UNKNOWN })).toBe('');
  });

  it('and know no type and no function that nobody described', async () => {
    await expect(refusals('azure-native:compute:VirtualMachine', {})).rejects.toThrow(/has no type azure-native:compute:VirtualMachine/);
    await expect(makeStandIn('azure-native', SIGNED_IN).invoke('azure-native:storage:listStorageAccountKeys', {})).rejects.toThrow(
      /has no function/,
    );
  });
});

describe('the stand-ins compare as the engine expects', () => {
  const TYPE = 'azure-native:storage:StorageAccount';
  const standIn: StandIn = makeStandIn('azure-native', SIGNED_IN);
  const diff = async (before: object, after: object) =>
    standIn.diff('id', urn(TYPE), (await standIn.create(urn(TYPE), before)).outs, after);

  it.each<[string, object, boolean, readonly string[]]>([
    ['no change', ACCOUNT, false, []],
    ['a change that is made in place', { ...ACCOUNT, sku: { name: 'Standard_GZRS' } }, true, []],
    ['a property that is gone', Object.fromEntries(Object.entries({ ...ACCOUNT }).filter(([key]) => key !== 'kind')), true, []],
    ['another place', { ...ACCOUNT, location: 'northeurope' }, true, ['location']],
    ['another name', { ...ACCOUNT, accountName: 'other' }, true, ['accountName']],
    [
      'an encryption that is decided at creation',
      { ...ACCOUNT, encryption: { requireInfrastructureEncryption: true } },
      true,
      ['encryption'],
    ],
  ])('%s', async (_case, after, changes, replaces) => {
    expect(await diff(ACCOUNT, after)).toMatchObject({ changes, replaces });
  });

  it('and give the same ids and answers to the same resource', async () => {
    const created = await standIn.create(urn(TYPE), ACCOUNT);
    expect(created.id).toBe('/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/archcontoso');
    expect((await standIn.update(created.id, urn(TYPE), {}, ACCOUNT)).outs).toEqual(created.outs);
    expect(await standIn.read(created.id, urn(TYPE), created.outs)).toMatchObject({ id: created.id, inputs: ACCOUNT });
  });
});
