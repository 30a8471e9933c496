type Inputs = Record<string, unknown>;

/** One way to break a rule: the resource, and what is changed. */
export interface Mutation {
  readonly rule: string;
  readonly type: string;
  readonly resource: string;
  /** Name of the tenant it is taken from; the example when missing. */
  readonly tenant?: 'dedicated' | 'private' | 'landing';
  readonly change?: (inputs: Readonly<Record<string, unknown>>) => Inputs;
  readonly isProtected?: boolean;
}

/** Sets the value at a path such as `properties.sku.name`; undefined takes it away. Numbers are places in a list. */
function set(path: string, value: unknown): (inputs: Readonly<Record<string, unknown>>) => Inputs {
  return (inputs) => {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Record<string, unknown>>((object, key) => object[key] as Record<string, unknown>, inputs as Inputs);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    return inputs as Inputs;
  };
}

const of =
  (type: string, resource: string, tenant?: Mutation['tenant']) =>
  (rule: string, path: string, value: unknown): Mutation => ({
    rule,
    type,
    resource,
    ...(tenant === undefined ? {} : { tenant }),
    change: set(path, value),
  });

const account = of('azure-native:storage:StorageAccount', 'archive');
const vault = of('azure-native:keyvault:Vault', 'vault');
const secret = of('azure-native:keyvault:Secret', 'vault-credential');
const site = of('azure-native:web:WebApp', 'import');
const dedicated = of('azure-native:web:WebApp', 'import', 'dedicated');
const signIn = of('azure-native:web:WebAppAuthSettingsV2', 'import-sign-in');
const application = of('azuread:index/application:Application', 'connector');
const role = of('azure-native:authorization:RoleAssignment', 'access-archive-queues');
const blobLog = of('azure-native:monitor:DiagnosticSetting', 'access-log-archive-blob');
const lifecycle = of('azure-native:storage:ManagementPolicy', 'archive-lifecycle');

export const MUTATIONS: readonly Mutation[] = [
  account('storage-no-shared-keys', 'allowSharedKeyAccess', true),
  account('storage-no-anonymous-blobs', 'allowBlobPublicAccess', true),
  of('azure-native:storage:BlobContainer', 'archive-packages')('container-no-anonymous-blobs', 'publicAccess', 'Blob'),
  account('storage-no-local-users', 'isLocalUserEnabled', true),
  account('storage-no-other-tenant', 'allowCrossTenantReplication', true),
  account('storage-no-other-tenant', 'allowedCopyScope', undefined),
  account('storage-short-signatures', 'sasPolicy', undefined),
  account('storage-https-only', 'enableHttpsTrafficOnly', false),
  account('storage-tls', 'minimumTlsVersion', 'TLS1_0'),
  account('storage-closed-firewall', 'networkRuleSet.defaultAction', 'Allow'),
  account('storage-closed-firewall', 'networkRuleSet.bypass', 'None'),
  account('storage-double-encryption', 'encryption.requireInfrastructureEncryption', false),
  account('storage-account-keys-everywhere', 'encryption.services.queue.keyType', 'Service'),
  account('storage-redundancy', 'sku.name', 'Standard_LRS'),
  of('azure-native:storage:BlobServiceProperties', 'archive-blobs')('blob-soft-delete', 'deleteRetentionPolicy.enabled', false),
  of('azure-native:storage:BlobServiceProperties', 'archive-blobs')('blob-soft-delete', 'containerDeleteRetentionPolicy.days', 1),
  of('azure-native:storage:BlobContainerImmutabilityPolicy', 'archive-reports-immutable')(
    'immutability-is-strict',
    'allowProtectedAppendWrites',
    true,
  ),
  lifecycle('lifecycle-spares-evidence', 'policy.rules.0.definition.filters.prefixMatch', undefined),
  lifecycle('lifecycle-spares-evidence', 'policy.rules.1.definition.filters.prefixMatch', ['reports/']),
  lifecycle('lifecycle-spares-evidence', 'policy.rules.1.definition.filters.prefixMatch', ['mappings/versions/']),
  vault('vault-purge-protection', 'properties.enablePurgeProtection', false),
  vault('vault-soft-delete', 'properties.softDeleteRetentionInDays', 7),
  vault('vault-roles', 'properties.enableRbacAuthorization', false),
  vault('vault-closed-firewall', 'properties.networkAcls.defaultAction', 'Allow'),
  secret('secret-content-type', 'properties.contentType', undefined),
  secret('secret-expires', 'properties.attributes.expires', undefined),
  site('site-https-only', 'httpsOnly', false),
  site('site-tls', 'siteConfig.minTlsVersion', '1.0'),
  site('site-tls', 'siteConfig.scmMinTlsVersion', '1.1'),
  site('site-http2', 'siteConfig.http20Enabled', false),
  site('site-no-foreign-origins', 'siteConfig.cors.allowedOrigins', ['*']),
  site('site-outbound-through-network', 'virtualNetworkSubnetId', undefined),
  site('site-outbound-through-network', 'outboundVnetRouting.allTraffic', false),
  dedicated('site-inner-encryption', 'endToEndEncryptionEnabled', false),
  signIn('site-sign-in', 'globalValidation.requireAuthentication', false),
  signIn('site-sign-in', 'platform.enabled', false),
  signIn(
    'site-sign-in-without-secret',
    'identityProviders.azureActiveDirectory.registration.clientSecretSettingName',
    'MICROSOFT_PROVIDER_AUTHENTICATION_SECRET',
  ),
  signIn('site-sign-in-without-secret', 'login.tokenStore.enabled', true),
  of('azure-native:web:WebAppFtpAllowed', 'import-ftp')('site-no-basic-authentication', 'allow', true),
  of('azure-native:web:WebAppScmAllowed', 'import-scm')('site-no-basic-authentication', 'allow', true),
  dedicated('site-no-ftp', 'siteConfig.ftpsState', 'AllAllowed'),
  site('site-no-remote-debugging', 'siteConfig.remoteDebuggingEnabled', true),
  site('site-managed-identity', 'identity', undefined),
  site('site-settings-hold-no-secret', 'siteConfig.appSettings', [{ name: 'X', value: 'DefaultEndpointsProtocol=https;AccountKey=abc' }]),
  of('azure-native:operationalinsights:Workspace', 'monitoring-logs')('logs-without-keys', 'features.disableLocalAuth', false),
  of('azure-native:applicationinsights:Component', 'monitoring-insights')('telemetry-without-keys', 'disableLocalAuth', false),
  blobLog('storage-access-log', 'logs', [{ category: 'StorageWrite', enabled: true }]),
  blobLog('storage-access-log', 'logs.0.enabled', false),
  of('azure-native:monitor:DiagnosticSetting', 'access-log-vault')('vault-access-log', 'logs', []),
  role('role-narrow-scope', 'scope', '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg'),
  role('role-narrow-scope', 'scope', '/subscriptions/22222222-2222-4222-8222-222222222222'),
  role(
    'role-no-broad-role',
    'roleDefinitionId',
    '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c',
  ),
  application('app-single-tenant', 'signInAudience', 'AzureADMultipleOrgs'),
  application('app-single-tenant', 'api.requestedAccessTokenVersion', 1),
  application('app-no-secret', 'password', { displayName: 'secret' }),
  application('app-few-permissions', 'requiredResourceAccesses.0.resourceAccesses', [
    { id: 'b633e1c5-b582-4048-a93e-9f11b44c7e96', type: 'Role' },
  ]),
  application('app-few-permissions', 'requiredResourceAccesses.0.resourceAppId', '00000002-0000-0000-c000-000000000000'),
  of('azuread:index/servicePrincipal:ServicePrincipal', 'connector')('app-assigned-users-only', 'appRoleAssignmentRequired', false),
  of('azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential', 'connector-identity')(
    'app-trusts-its-tenant-only',
    'issuer',
    'https://token.actions.githubusercontent.com',
  ),
  ...['archive-deliveries', 'archive-held'].map((resource) => ({
    rule: 'evidence-protected',
    type: 'azure-native:storage:Table',
    resource,
    isProtected: false,
  })),
  { rule: 'evidence-protected', type: 'azure-native:resources:ResourceGroup', resource: 'tenant', isProtected: false },
];
