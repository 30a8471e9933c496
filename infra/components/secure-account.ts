import * as storage from '@pulumi/azure-native/storage';
import type { input } from '@pulumi/azure-native/types';
import type { Firewall, Placement } from './placement';

export interface CustomerManagedKey {
  /** `https://<vault>/keys/<name>`, without a version, so that the account follows the key's rotation. */
  readonly keyId: string;
  readonly identityId: string;
}

export interface SecureAccountOptions {
  readonly accountName: string;
  readonly placement: Placement;
  readonly redundancy: string;
  readonly firewall: Firewall;
  readonly customerManagedKey?: CustomerManagedKey | undefined;
}

/** One day: Azure logs every shared access signature that is meant to live longer. There is none, keys being off. */
const LONGEST_SAS = '1.00:00:00';

/**
 * What every storage account of the stack has in common: no keys, no anonymous reading, no other tenant, TLS 1.2, two layers of
 * encryption, closed to everybody but the rules of its firewall.
 */
export function secureAccountArgs(options: SecureAccountOptions): storage.StorageAccountArgs {
  const { placement, firewall, customerManagedKey } = options;
  return {
    accountName: options.accountName,
    resourceGroupName: placement.resourceGroupName,
    location: placement.location,
    tags: placement.tags,
    kind: storage.Kind.StorageV2,
    sku: { name: options.redundancy },
    accessTier: storage.AccessTier.Hot,
    allowBlobPublicAccess: false,
    allowCrossTenantReplication: false,
    allowSharedKeyAccess: false,
    allowedCopyScope: storage.AllowedCopyScope.AAD,
    defaultToOAuthAuthentication: true,
    enableHttpsTrafficOnly: true,
    isLocalUserEnabled: false,
    minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
    sasPolicy: { expirationAction: storage.ExpirationAction.Log, sasExpirationPeriod: LONGEST_SAS },
    publicNetworkAccess: firewall.publicNetworkAccess,
    networkRuleSet: networkRules(firewall),
    encryption: encryption(customerManagedKey),
    ...(customerManagedKey === undefined
      ? {}
      : { identity: { type: storage.IdentityType.UserAssigned, userAssignedIdentities: [customerManagedKey.identityId] } }),
  };
}

function networkRules(firewall: Firewall): input.storage.NetworkRuleSetArgs {
  return {
    defaultAction: storage.DefaultAction.Deny,
    bypass: storage.Bypass.AzureServices,
    virtualNetworkRules: firewall.subnetIds.map((id) => ({ virtualNetworkResourceId: id, action: storage.Action.Allow })),
    ipRules: firewall.ipRanges.map((range) => ({ iPAddressOrRange: range, action: storage.Action.Allow })),
  };
}

/** Queues and tables are encrypted with the account's key only when the account is created so; it cannot be changed later. */
function encryption(key: CustomerManagedKey | undefined): input.storage.EncryptionArgs {
  const account = { enabled: true, keyType: storage.KeyType.Account };
  return {
    requireInfrastructureEncryption: true,
    services: { blob: account, file: account, queue: account, table: account },
    ...(key === undefined ? { keySource: storage.KeySource.Microsoft_Storage } : customerKey(key)),
  };
}

function customerKey(key: CustomerManagedKey): input.storage.EncryptionArgs {
  const address = new URL(key.keyId);
  const name = address.pathname.slice('/keys/'.length);
  return {
    keySource: storage.KeySource.Microsoft_Keyvault,
    keyVaultProperties: { keyVaultUri: address.origin, keyName: name },
    encryptionIdentity: { encryptionUserAssignedIdentity: key.identityId },
  };
}
