import { BUILT_IN_ROLES } from '../built-in-roles';
import { CLOUDS, type CloudName } from '../clouds';
import { GRAPH_CLIENT_ID } from '../graph-roles';
import { type BootstrapFacts, bootstrapNames, variable } from './bootstrap-facts';
import { repositoryCommands } from './repository-commands';

/** Everything the program's resources belong to. */
const RESOURCE_PROVIDERS = [
  'Microsoft.App',
  'Microsoft.Consumption',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.Storage',
  'Microsoft.Web',
];

/** Permissions of Microsoft Graph: both look Graph itself up; the deployer owns the app registration and assigns its roles. */
const GRAPH_RIGHTS = {
  preview: ['Application.Read.All'],
  deploy: ['Application.Read.All', 'Application.ReadWrite.OwnedBy', 'AppRoleAssignment.ReadWrite.All'],
} as const;

const AZURE_CLOUD_NAMES: Readonly<Record<string, string>> = {
  public: 'AzureCloud',
  usgovernment: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};

/** The commands, in the order to run them. Every one may be run again: what it says is there already has been done. */
export function bootstrapCommands(facts: BootstrapFacts): string {
  const stages = [...facts.subscriptions.keys()];
  return [
    ...signIn(facts),
    ...[...new Set(facts.subscriptions.values())].flatMap(registrations),
    ...stateStore(facts),
    ...identity(facts, 'preview', [`repo:${facts.repository}:pull_request`, `repo:${facts.repository}:environment:drift`]),
    ...stages.flatMap((stage) => [...identity(facts, `deploy-${stage}`, [`repo:${facts.repository}:environment:${stage}`])]),
    ...rights(facts),
    ...repositoryCommands(facts),
    ...stateCommands(facts),
  ].join('\n');
}

function signIn({ cloud, tenantId }: BootstrapFacts): string[] {
  const name = AZURE_CLOUD_NAMES[CLOUDS[cloud].azureEnvironment] ?? 'AzureCloud';
  return [
    '# 1. Sign in as an owner of the subscriptions and a privileged role administrator of the tenant.',
    `az cloud set --name ${name}`,
    `az login --tenant ${tenantId}`,
    '',
  ];
}

function registrations(subscription: string): string[] {
  const lines = RESOURCE_PROVIDERS.map((provider) => `az provider register --subscription ${subscription} --namespace ${provider} --wait`);
  return [`# 2. Resource providers of ${subscription}; each takes up to some minutes.`, ...lines, ''];
}

function stateStore(facts: BootstrapFacts): string[] {
  const { group, account, vault } = bootstrapNames(facts.tenant, facts.tenantId);
  const subscription = [...facts.subscriptions.values()].at(-1) ?? '';
  return [
    '# 3. The state of Pulumi: a group, an account without keys, a key that encrypts what is secret in it.',
    `az account set --subscription ${subscription}`,
    `az group create --name ${group} --location ${facts.location}`,
    `az storage account create --name ${account} --resource-group ${group} --location ${facts.location} --sku Standard_ZRS --kind StorageV2 --min-tls-version TLS1_2 --allow-blob-public-access false --allow-shared-key-access false --require-infrastructure-encryption true`,
    `az storage account blob-service-properties update --account-name ${account} --resource-group ${group} --enable-versioning true --enable-delete-retention true --delete-retention-days 30`,
    `az storage container-rm create --storage-account ${account} --resource-group ${group} --name state`,
    `az keyvault create --name ${vault} --resource-group ${group} --location ${facts.location} --enable-rbac-authorization true --enable-purge-protection true`,
    `STATE=$(az storage account show --name ${account} --resource-group ${group} --query id -o tsv)`,
    `VAULT=$(az keyvault show --name ${vault} --query id -o tsv)`,
    'ME=$(az ad signed-in-user show --query id -o tsv)',
    'az role assignment create --assignee-object-id "$ME" --assignee-principal-type User --role "Storage Blob Data Contributor" --scope "$STATE"',
    'az role assignment create --assignee-object-id "$ME" --assignee-principal-type User --role "Key Vault Crypto Officer" --scope "$VAULT"',
    `az keyvault key create --vault-name ${vault} --name pulumi --kty RSA --size 3072 # repeat while the role is not known yet`,
    '',
  ];
}

function identity({ tenant, tenantId, location, cloud }: BootstrapFacts, name: string, subjects: readonly string[]): string[] {
  const { group } = bootstrapNames(tenant, tenantId);
  const full = `id-signal-archive-${tenant}-${name}`;
  return [
    `# 4. Identity "${name}": GitHub signs in as it, without a secret.`,
    `az identity create --name ${full} --resource-group ${group} --location ${location}`,
    ...subjects.map(
      (subject, index) =>
        `az identity federated-credential create --name github-${index + 1} --identity-name ${full} --resource-group ${group} --issuer https://token.actions.githubusercontent.com --subject ${subject} --audiences ${CLOUDS[cloud].tokenExchangeAudience}`,
    ),
    `${variable(name)}=$(az identity show --name ${full} --resource-group ${group} --query principalId -o tsv)`,
    '',
  ];
}

function rights(facts: BootstrapFacts): string[] {
  const stages = [...facts.subscriptions];
  const assign = (who: string, role: string, scope: string, more = ''): string =>
    `az role assignment create --assignee-object-id "$${variable(who)}" --assignee-principal-type ServicePrincipal --role "${role}" --scope ${scope}${more}`;
  return [
    '# 5. Rights. The reader can change nothing; the deployer may give the runtime its own roles and no others.',
    assign('preview', 'Storage Blob Data Reader', '"$STATE"'),
    assign('preview', 'Key Vault Crypto User', '"$VAULT"'),
    ...once(stages, ([stage, subscription]) => {
      const scope = `/subscriptions/${subscription}`;
      return [
        assign('preview', 'Reader', scope),
        assign(`deploy-${stage}`, 'Contributor', scope),
        assign(
          `deploy-${stage}`,
          'Role Based Access Control Administrator',
          scope,
          ` --condition-version 2.0 --condition "${roleCondition()}"`,
        ),
        assign(`deploy-${stage}`, 'Storage Blob Data Contributor', '"$STATE"'),
        assign(`deploy-${stage}`, 'Key Vault Crypto User', '"$VAULT"'),
      ];
    }),
    `GRAPH=$(az ad sp show --id ${GRAPH_CLIENT_ID} --query id -o tsv)`,
    ...GRAPH_RIGHTS.preview.map((right) => graphRight(facts.cloud, 'preview', right)),
    ...stages.flatMap(([stage]) => GRAPH_RIGHTS.deploy.map((right) => graphRight(facts.cloud, `deploy-${stage}`, right))),
    '',
  ];
}

/** Nobody who can deploy can make himself an owner: only the roles of the runtime may be given or taken. */
export function roleCondition(): string {
  const ids = Object.values(BUILT_IN_ROLES).join(', ');
  const only = (source: '@Request' | '@Resource'): string =>
    `${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ids}}`;
  return [
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (${only('@Request')}))`,
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR (${only('@Resource')}))`,
  ].join(' AND ');
}

function graphRight(cloud: CloudName, who: string, right: string): string {
  const root = new URL(CLOUDS[cloud].graphRoot).origin;
  const role = `$(az ad sp show --id ${GRAPH_CLIENT_ID} --query "appRoles[?value=='${right}'].id | [0]" -o tsv)`;
  const body = `{\\"principalId\\":\\"$${variable(who)}\\",\\"resourceId\\":\\"$GRAPH\\",\\"appRoleId\\":\\"${role}\\"}`;
  return `az rest --method POST --url "${root}/v1.0/servicePrincipals/$${variable(who)}/appRoleAssignments" --body "${body}" # ${right}`;
}

/** Stages that share a subscription need a right in it only once. */
function once<T>(items: readonly T[], lines: (item: T) => readonly string[]): string[] {
  return [...new Set(items.flatMap(lines))];
}

function stateCommands(facts: BootstrapFacts): string[] {
  const { account, vault } = bootstrapNames(facts.tenant, facts.tenantId);
  const { storageSuffix, vaultSuffix } = CLOUDS[facts.cloud];
  return [
    '# 7. The stacks. The first line of each stack file then names the key that encrypts its secrets: commit it.',
    `export AZURE_STORAGE_ACCOUNT=${account} AZURE_STORAGE_DOMAIN=blob.${storageSuffix}`,
    'pulumi login azblob://state',
    ...[...facts.subscriptions.keys()].map(
      (stage) => `pulumi stack init ${facts.tenant}-${stage} --secrets-provider "azurekeyvault://${vault}.${vaultSuffix}/keys/pulumi"`,
    ),
  ];
}
