import type { Names } from './naming';

/** Ids of the resources of a stack. They follow from names, so they are known before anything exists. */
export interface ResourceIds {
  readonly group: string;
  readonly identity: string;
  readonly archiveAccount: string;
  readonly hostAccount: string;
  readonly landingAccount: string;
  readonly vault: string;
  readonly site: string;
  readonly plan: string;
  readonly network: string;
  readonly natGateway: string;
  readonly publicIp: string;
  readonly workspace: string;
  readonly insights: string;
  readonly actionGroup: string;
}

export function resourceIds(subscriptionId: string, names: Names): ResourceIds {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${names.resourceGroup}`;
  const id = (type: string, name: string): string => `${group}/providers/${type}/${name}`;
  return {
    group,
    identity: id('Microsoft.ManagedIdentity/userAssignedIdentities', names.identity),
    archiveAccount: id('Microsoft.Storage/storageAccounts', names.archiveAccount),
    hostAccount: id('Microsoft.Storage/storageAccounts', names.hostAccount),
    landingAccount: id('Microsoft.Storage/storageAccounts', names.landingAccount),
    vault: id('Microsoft.KeyVault/vaults', names.vault),
    site: id('Microsoft.Web/sites', names.site),
    plan: id('Microsoft.Web/serverfarms', names.plan),
    network: id('Microsoft.Network/virtualNetworks', names.network),
    natGateway: id('Microsoft.Network/natGateways', names.natGateway),
    publicIp: id('Microsoft.Network/publicIPAddresses', names.publicIp),
    workspace: id('Microsoft.OperationalInsights/workspaces', names.workspace),
    insights: id('Microsoft.Insights/components', names.insights),
    actionGroup: id('Microsoft.Insights/actionGroups', names.actionGroup),
  };
}

export function containerId(accountId: string, container: string): string {
  return `${accountId}/blobServices/default/containers/${container}`;
}
