export type CloudName = 'commercial' | 'gcc' | 'gcc-high' | 'dod' | 'china';

export type Hosting = 'flex' | 'dedicated';

/** What differs between the clouds of Microsoft. Suffixes have no dot in front, addresses no slash at the end. */
export interface Cloud {
  /** `environment` of the azure-native provider. */
  readonly azureEnvironment: string;
  /** `environment` of the azuread provider. */
  readonly entraEnvironment: string;
  readonly authorityHost: string;
  readonly resourceManager: string;
  readonly portal: string;
  readonly graphRoot: string;
  readonly tokenExchangeAudience: string;
  readonly storageSuffix: string;
  readonly vaultSuffix: string;
  readonly vaultPrivateZone: string;
  readonly sitesSuffix: string;
  /** `-ExchangeEnvironmentName` of Connect-ExchangeOnline. */
  readonly exchangeEnvironment: string;
  /** Flex Consumption does not exist in Azure Government and China. */
  readonly hosting: Hosting;
}

const COMMERCIAL: Cloud = {
  azureEnvironment: 'public',
  entraEnvironment: 'public',
  authorityHost: 'https://login.microsoftonline.com',
  resourceManager: 'https://management.azure.com',
  portal: 'https://portal.azure.com',
  graphRoot: 'https://graph.microsoft.com/v1.0',
  tokenExchangeAudience: 'api://AzureADTokenExchange',
  storageSuffix: 'core.windows.net',
  vaultSuffix: 'vault.azure.net',
  vaultPrivateZone: 'privatelink.vaultcore.azure.net',
  sitesSuffix: 'azurewebsites.net',
  exchangeEnvironment: 'O365Default',
  hosting: 'flex',
};

const GOVERNMENT: Cloud = {
  azureEnvironment: 'usgovernment',
  entraEnvironment: 'usgovernmentl4',
  authorityHost: 'https://login.microsoftonline.us',
  resourceManager: 'https://management.usgovcloudapi.net',
  portal: 'https://portal.azure.us',
  graphRoot: 'https://graph.microsoft.us/v1.0',
  tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
  storageSuffix: 'core.usgovcloudapi.net',
  vaultSuffix: 'vault.usgovcloudapi.net',
  vaultPrivateZone: 'privatelink.vaultcore.usgovcloudapi.net',
  sitesSuffix: 'azurewebsites.us',
  exchangeEnvironment: 'O365USGovGCCHigh',
  hosting: 'dedicated',
};

/**
 * The one table of endpoints. GCC tenants live in the commercial cloud; DoD differs from GCC High in Graph and Exchange only.
 * Sources: Microsoft Graph "national cloud deployments", Azure Government and Azure China developer guides.
 */
export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  commercial: COMMERCIAL,
  gcc: COMMERCIAL,
  'gcc-high': GOVERNMENT,
  dod: {
    ...GOVERNMENT,
    entraEnvironment: 'usgovernmentl5',
    graphRoot: 'https://dod-graph.microsoft.us/v1.0',
    exchangeEnvironment: 'O365USGovDoD',
  },
  china: {
    azureEnvironment: 'china',
    entraEnvironment: 'china',
    authorityHost: 'https://login.partner.microsoftonline.cn',
    resourceManager: 'https://management.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
    graphRoot: 'https://microsoftgraph.chinacloudapi.cn/v1.0',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    storageSuffix: 'core.chinacloudapi.cn',
    vaultSuffix: 'vault.azure.cn',
    vaultPrivateZone: 'privatelink.vaultcore.azure.cn',
    sitesSuffix: 'chinacloudsites.cn',
    exchangeEnvironment: 'O365China',
    hosting: 'dedicated',
  },
};

/** Issuer of the tokens of a tenant, version 2: what Easy Auth trusts and what the federated credential names. */
export function issuerOf(cloud: Cloud, tenantId: string): string {
  return `${cloud.authorityHost}/${tenantId}/v2.0`;
}

export function blobServiceUri(cloud: Cloud, account: string): string {
  return `https://${account}.blob.${cloud.storageSuffix}`;
}

export function queueServiceUri(cloud: Cloud, account: string): string {
  return `https://${account}.queue.${cloud.storageSuffix}`;
}

export function tableServiceUri(cloud: Cloud, account: string): string {
  return `https://${account}.table.${cloud.storageSuffix}`;
}

export function vaultUri(cloud: Cloud, vault: string): string {
  return `https://${vault}.${cloud.vaultSuffix}`;
}

/** DNS zones that the private endpoints need, by the name of the service. */
export type PrivateService = 'blob' | 'queue' | 'table' | 'vault' | 'sites';

export function privateZones(cloud: Cloud): Readonly<Record<PrivateService, string>> {
  return {
    blob: `privatelink.blob.${cloud.storageSuffix}`,
    queue: `privatelink.queue.${cloud.storageSuffix}`,
    table: `privatelink.table.${cloud.storageSuffix}`,
    vault: cloud.vaultPrivateZone,
    sites: `privatelink.${cloud.sitesSuffix}`,
  };
}
