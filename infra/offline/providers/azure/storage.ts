import { isPublic, readIpRange } from '../../../config/ip-range';
import { at, listAt, textAt } from '../../../property-path';
import { arm, matches, type ResourceModel, type Rule } from '../model';

const ACCOUNT = 'azure-native:storage:StorageAccount';
const account = 'Microsoft.Storage/storageAccounts/{accountName}';

const accountName = matches(
  'accountName',
  /^[a-z0-9]{3,24}$/,
  (name) =>
    `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
);

const resourceName = (property: string, pattern: RegExp): Rule =>
  matches(property, pattern, () => 'The specified resource name contains invalid characters.');

const ipRules: Rule = (inputs) => {
  const isRefused = listAt(inputs, 'networkRuleSet.ipRules').some((rule) => {
    const range = readIpRange(textAt(rule, 'iPAddressOrRange') ?? '');
    return range === undefined || range.prefix === 31 || !isPublic(range) || textAt(rule, 'iPAddressOrRange')?.endsWith('/32');
  });
  const reason =
    'Values for request parameters are invalid: networkAcls.ipRule[*].value. For more information, see - https://aka.ms/storagenetworkruleset';
  return isRefused ? { property: 'networkRuleSet', reason } : undefined;
};

const sftpNeedsNamespace: Rule = (inputs) =>
  inputs['isSftpEnabled'] === true && inputs['isHnsEnabled'] !== true
    ? { property: 'isSftpEnabled', reason: 'SFTP can only be enabled on accounts that have a hierarchical namespace.' }
    : undefined;

const noVersionsWithNamespace: Rule = (inputs, others) => {
  const parent = others.find(ACCOUNT, textAt(inputs, 'accountName') ?? '');
  return inputs['isVersioningEnabled'] === true && parent?.['isHnsEnabled'] === true
    ? { property: 'isVersioningEnabled', reason: 'Versioning is not supported for accounts that have a hierarchical namespace.' }
    : undefined;
};

const immutabilityDays: Rule = (inputs) => {
  const days = inputs['immutabilityPeriodSinceCreationInDays'];
  return typeof days === 'number' && (days < 1 || days > 146_000)
    ? { property: 'immutabilityPeriodSinceCreationInDays', reason: 'The immutability period must be between 1 and 146000 days.' }
    : undefined;
};

const holdTags: Rule = (inputs) =>
  listAt(inputs, 'tags').every((tag) => typeof tag === 'string' && /^[a-z0-9]{3,23}$/i.test(tag))
    ? undefined
    : { property: 'tags', reason: 'Each tag should be 3 to 23 alphanumeric characters.' };

const lifecyclePrefixes: Rule = (inputs) => {
  const tooMany = listAt(inputs, 'policy.rules').some((rule) => listAt(rule, 'definition.filters.prefixMatch').length > 10);
  return tooMany ? { property: 'policy', reason: 'A rule can have at most 10 prefixes.' } : undefined;
};

const noTiersForAppends: Rule = (inputs) => {
  const isRefused = listAt(inputs, 'policy.rules').some(
    (rule) =>
      listAt(rule, 'definition.filters.blobTypes').includes('appendBlob') &&
      at(rule, 'definition.actions.baseBlob.tierToCool') !== undefined,
  );
  return isRefused ? { property: 'policy', reason: 'Tiering actions are not supported for append blobs.' } : undefined;
};

export const STORAGE: Readonly<Record<string, ResourceModel>> = {
  [ACCOUNT]: arm({
    path: account,
    required: ['sku.name', 'kind'],
    replaces: ['isHnsEnabled', 'encryption.requireInfrastructureEncryption', 'encryption.services'],
    rules: [accountName, ipRules, sftpNeedsNamespace],
    outputs: (inputs) => ({ provisioningState: 'Succeeded', primaryLocation: textAt(inputs, 'location') }),
  }),
  'azure-native:storage:BlobServiceProperties': arm({ path: `${account}/blobServices/default`, rules: [noVersionsWithNamespace] }),
  'azure-native:storage:BlobContainer': arm({
    path: `${account}/blobServices/default/containers/{containerName}`,
    rules: [resourceName('containerName', /^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$/)],
  }),
  'azure-native:storage:BlobContainerImmutabilityPolicy': arm({
    path: `${account}/blobServices/default/containers/{containerName}/immutabilityPolicies/default`,
    required: ['immutabilityPolicyName', 'immutabilityPeriodSinceCreationInDays'],
    rules: [immutabilityDays],
    outputs: () => ({ state: 'Unlocked', etag: '"offline"' }),
  }),
  'azure-native:storage:BlobContainerLegalHold': arm({
    path: `${account}/blobServices/default/containers/{containerName}/legalHold`,
    required: ['tags'],
    rules: [holdTags],
  }),
  'azure-native:storage:ManagementPolicy': arm({
    path: `${account}/managementPolicies/default`,
    required: ['policy.rules'],
    rules: [lifecyclePrefixes, noTiersForAppends],
  }),
  'azure-native:storage:Queue': arm({
    path: `${account}/queueServices/default/queues/{queueName}`,
    rules: [resourceName('queueName', /^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$/)],
  }),
  'azure-native:storage:Table': arm({
    path: `${account}/tableServices/default/tables/{tableName}`,
    rules: [resourceName('tableName', /^[A-Za-z][A-Za-z0-9]{2,62}$/)],
  }),
  'azure-native:storage:LocalUser': arm({ path: `${account}/localUsers/{username}`, required: ['permissionScopes', 'homeDirectory'] }),
};
