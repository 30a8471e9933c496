import { at, listAt, textAt } from '../../property-path';
import { type CheckedResource, type SecurityRule, securityRule } from '../security-rule';

const DIAGNOSTICS = 'azure-native:monitor:DiagnosticSetting';

const resourceOf = ({ props }: CheckedResource): string => textAt(props, 'resourceUri') ?? '';

const logs = ({ props }: CheckedResource, categories: readonly string[]): boolean => {
  const enabled = listAt(props, 'logs')
    .filter((log) => at(log, 'enabled') === true)
    .map((log) => textAt(log, 'category'));
  return categories.every((category) => enabled.includes(category));
};

export const WATCHING_RULES: readonly SecurityRule[] = [
  securityRule('logs-without-keys', 'azure-native:operationalinsights:Workspace', {
    must: 'Logs are written and read with Entra ID only.',
    azurePolicy: ['e15effd4-2278-4c65-a0da-4d6f6d1890e2'],
    holds: ({ props }) => at(props, 'features.disableLocalAuth') === true,
  }),
  securityRule('telemetry-without-keys', 'azure-native:applicationinsights:Component', {
    must: 'Telemetry is written with Entra ID only.',
    azurePolicy: ['199d5677-e4d9-4264-9465-efe1839c06bd'],
    holds: ({ props }) => props['disableLocalAuth'] === true,
  }),
  securityRule('storage-access-log', DIAGNOSTICS, {
    must: 'Who reads, writes and deletes in storage is logged.',
    checkov: ['CKV2_AZURE_21', 'CKV_AZURE_33', 'CKV2_AZURE_20'],
    holds: (resource) =>
      !/\/storageAccounts\//i.test(resourceOf(resource)) || logs(resource, ['StorageRead', 'StorageWrite', 'StorageDelete']),
  }),
  securityRule('vault-access-log', DIAGNOSTICS, {
    must: 'Who uses the vault is logged.',
    azurePolicy: ['cf820ca0-f99e-4f3e-84fb-66e913812d21'],
    holds: (resource) => !/\/vaults\/[^/]+$/i.test(resourceOf(resource)) || logs(resource, ['AuditEvent']),
  }),
];
