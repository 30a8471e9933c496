import { at, textAt } from '../../../property-path';
import { arm, matches, type ResourceModel, type Rule } from '../model';

const vaultName = matches(
  'vaultName',
  /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
  (name) =>
    `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`,
);

const purgeProtectionStays: Rule = (inputs) =>
  at(inputs, 'properties.enablePurgeProtection') === false
    ? {
        property: 'properties',
        reason:
          'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
      }
    : undefined;

export const VAULT: Readonly<Record<string, ResourceModel>> = {
  'azure-native:keyvault:Vault': arm({
    path: 'Microsoft.KeyVault/vaults/{vaultName}',
    required: ['properties.tenantId', 'properties.sku.name'],
    rules: [vaultName, purgeProtectionStays],
  }),
  'azure-native:keyvault:Secret': arm({
    path: 'Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}',
    required: ['properties.value'],
  }),
  'azure-native:keyvault:Key': arm({
    path: 'Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}',
    required: ['properties.kty'],
    // Azure makes a key once: any other input is another key.
    replaces: ['properties', 'tags'],
    outputs: (inputs) => ({ keyUri: `https://${textAt(inputs, 'vaultName')}.vault.azure.net/keys/${textAt(inputs, 'keyName')}` }),
  }),
};
