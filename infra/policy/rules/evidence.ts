import { type SecurityRule, securityRule } from '../security-rule';

/** What bears evidence, or what evidence would be lost with. */
const EVIDENCE_TYPES = [
  'azure-native:resources:ResourceGroup',
  'azure-native:storage:StorageAccount',
  'azure-native:storage:BlobServiceProperties',
  'azure-native:storage:BlobContainer',
  'azure-native:storage:BlobContainerImmutabilityPolicy',
  'azure-native:storage:Table',
  'azure-native:keyvault:Vault',
  'azure-native:keyvault:Key',
];

export const EVIDENCE_RULES: readonly SecurityRule[] = [
  securityRule('evidence-protected', EVIDENCE_TYPES, {
    must: 'What bears evidence is protected: no update and no destroy deletes it.',
    holds: ({ isProtected }) => isProtected,
  }),
];
