import { at, listAt, textAt } from '../../property-path';
import { type SecurityRule, securityRule } from '../security-rule';

const ACCOUNT = 'azure-native:storage:StorageAccount';
const CONTAINER = 'azure-native:storage:BlobContainer';
const BLOB_SERVICE = 'azure-native:storage:BlobServiceProperties';
const IMMUTABILITY = 'azure-native:storage:BlobContainerImmutabilityPolicy';
const LIFECYCLE = 'azure-native:storage:ManagementPolicy';

const SHORTEST_SOFT_DELETE_DAYS = 7;
const SAFE_TLS = new Set(['TLS1_2', 'TLS1_3']);

const ACCESS: readonly SecurityRule[] = [
  securityRule('storage-no-shared-keys', ACCOUNT, {
    must: 'A storage account takes no account keys.',
    checkov: ['CKV2_AZURE_40'],
    azurePolicy: ['8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54'],
    holds: ({ props }) => props['allowSharedKeyAccess'] === false,
  }),
  securityRule('storage-no-anonymous-blobs', ACCOUNT, {
    must: 'Nobody reads blobs anonymously.',
    checkov: ['CKV_AZURE_190', 'CKV2_AZURE_47'],
    azurePolicy: ['4fa4b6c0-31ca-4c0d-b10d-24b96f62a751'],
    holds: ({ props }) => props['allowBlobPublicAccess'] === false,
  }),
  securityRule('container-no-anonymous-blobs', CONTAINER, {
    must: 'A container is private.',
    checkov: ['CKV_AZURE_34'],
    azurePolicy: ['4fa4b6c0-31ca-4c0d-b10d-24b96f62a751'],
    holds: ({ props }) => props['publicAccess'] === 'None',
  }),
  securityRule('storage-no-local-users', ACCOUNT, {
    must: 'A storage account has no users of its own.',
    checkov: ['CKV_AZURE_244'],
    holds: ({ props }) => props['isLocalUserEnabled'] === false,
  }),
  securityRule('storage-no-other-tenant', ACCOUNT, {
    must: 'Nothing is replicated or copied to another tenant.',
    azurePolicy: ['92a89a79-6c52-4a7e-a03f-61306fc49312'],
    holds: ({ props }) => props['allowCrossTenantReplication'] === false && props['allowedCopyScope'] === 'AAD',
  }),
  securityRule('storage-short-signatures', ACCOUNT, {
    must: 'Shared access signatures have a policy for how long they live.',
    checkov: ['CKV2_AZURE_41'],
    azurePolicy: ['bc1b984e-ddae-40cc-801a-050a030e4fbe'],
    holds: ({ props }) => textAt(props, 'sasPolicy.sasExpirationPeriod') !== undefined,
  }),
];

const NETWORK: readonly SecurityRule[] = [
  securityRule('storage-https-only', ACCOUNT, {
    must: 'A storage account answers over HTTPS only.',
    checkov: ['CKV_AZURE_3'],
    azurePolicy: ['404c3081-a854-4457-ae30-26a93ef643f9'],
    holds: ({ props }) => props['enableHttpsTrafficOnly'] === true,
  }),
  securityRule('storage-tls', ACCOUNT, {
    must: 'A storage account takes TLS 1.2 or newer.',
    checkov: ['CKV_AZURE_44'],
    azurePolicy: ['fe83a0eb-a853-422d-aac2-1bffd182c5d0'],
    holds: ({ props }) => SAFE_TLS.has(String(props['minimumTlsVersion'])),
  }),
  securityRule('storage-closed-firewall', ACCOUNT, {
    must: 'A storage account denies by default and lets trusted services write logs.',
    checkov: ['CKV_AZURE_35', 'CKV_AZURE_36', 'CKV_AZURE_59'],
    azurePolicy: ['34c877ad-507e-4c82-993e-3452a6e0ad3c', 'c9d007d0-c057-4772-b18c-01e546713bcd'],
    holds: ({ props }) => at(props, 'networkRuleSet.defaultAction') === 'Deny' && at(props, 'networkRuleSet.bypass') === 'AzureServices',
  }),
];

const KEEPING: readonly SecurityRule[] = [
  securityRule('storage-double-encryption', ACCOUNT, {
    must: 'A storage account encrypts twice.',
    azurePolicy: ['4733ea7b-a883-42fe-8cac-97454c2a9e4a'],
    holds: ({ props }) => at(props, 'encryption.requireInfrastructureEncryption') === true,
  }),
  securityRule('storage-account-keys-everywhere', ACCOUNT, {
    must: "Queues and tables are encrypted with the account's key, so that a customer's key can cover them later.",
    checkov: ['CKV2_AZURE_1'],
    azurePolicy: ['6fac406b-40ca-413b-bf8e-0bf964659c25'],
    holds: ({ props }) => ['queue', 'table'].every((service) => at(props, `encryption.services.${service}.keyType`) === 'Account'),
  }),
  securityRule('storage-redundancy', ACCOUNT, {
    must: 'A storage account survives the loss of a data centre.',
    checkov: ['CKV_AZURE_206'],
    holds: ({ props }) => /^Standard_(ZRS|GRS|GZRS|RAGRS|RAGZRS)$/.test(textAt(props, 'sku.name') ?? ''),
  }),
  securityRule('blob-soft-delete', BLOB_SERVICE, {
    must: 'Deleted blobs and containers can be brought back.',
    checkov: ['CKV2_AZURE_38'],
    holds: ({ props }) =>
      ['deleteRetentionPolicy', 'containerDeleteRetentionPolicy'].every(
        (policy) => at(props, `${policy}.enabled`) === true && Number(at(props, `${policy}.days`)) >= SHORTEST_SOFT_DELETE_DAYS,
      ),
  }),
  securityRule('immutability-is-strict', IMMUTABILITY, {
    must: 'An immutable container takes no appends to what is already there.',
    holds: ({ props }) => props['allowProtectedAppendWrites'] !== true && props['allowProtectedAppendWritesAll'] !== true,
  }),
  securityRule('lifecycle-spares-evidence', LIFECYCLE, {
    must: 'No lifecycle rule reaches the chain of reports, the mappings or the state.',
    holds: ({ props }) =>
      listAt(props, 'policy.rules').every((rule) => {
        const prefixes = listAt(rule, 'definition.filters.prefixMatch');
        return (
          prefixes.length > 0 &&
          prefixes.every((prefix) => !SPARED.some((spared) => spared.startsWith(String(prefix)) || String(prefix).startsWith(spared)))
        );
      }),
  }),
];

const SPARED = ['reports/chain/', 'mappings/', 'state/'];

export const STORAGE_RULES: readonly SecurityRule[] = [...ACCESS, ...NETWORK, ...KEEPING];
