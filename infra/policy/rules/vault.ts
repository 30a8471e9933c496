import { at, textAt } from '../../property-path';
import { type SecurityRule, securityRule } from '../security-rule';

const VAULT = 'azure-native:keyvault:Vault';
const SECRET = 'azure-native:keyvault:Secret';

const LONGEST_SOFT_DELETE_DAYS = 90;

export const VAULT_RULES: readonly SecurityRule[] = [
  securityRule('vault-purge-protection', VAULT, {
    must: 'A deleted vault cannot be purged before its time.',
    checkov: ['CKV_AZURE_110', 'CKV_AZURE_42'],
    azurePolicy: ['0b60c0b2-2dc2-4e1c-b5c9-abbed971de53'],
    holds: ({ props }) => at(props, 'properties.enablePurgeProtection') === true,
  }),
  securityRule('vault-soft-delete', VAULT, {
    must: 'A deleted vault can be brought back for 90 days.',
    checkov: ['CKV_AZURE_111'],
    azurePolicy: ['1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d'],
    holds: ({ props }) =>
      at(props, 'properties.enableSoftDelete') === true && at(props, 'properties.softDeleteRetentionInDays') === LONGEST_SOFT_DELETE_DAYS,
  }),
  securityRule('vault-roles', VAULT, {
    must: 'Rights on a vault are roles, not access policies.',
    azurePolicy: ['12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5'],
    holds: ({ props }) => at(props, 'properties.enableRbacAuthorization') === true,
  }),
  securityRule('vault-closed-firewall', VAULT, {
    must: 'A vault denies by default.',
    checkov: ['CKV_AZURE_109', 'CKV_AZURE_189'],
    azurePolicy: ['55615ac9-af46-4a59-874e-391cc3dfb490', '405c5871-3e91-4644-8a63-58e19d68ff5b'],
    holds: ({ props }) => at(props, 'properties.networkAcls.defaultAction') === 'Deny',
  }),
  securityRule('secret-content-type', SECRET, {
    must: 'A secret says what kind of content it holds.',
    checkov: ['CKV_AZURE_114'],
    azurePolicy: ['75262d3e-ba4a-4f43-85f8-9f72c090e5e3'],
    holds: ({ props }) => (textAt(props, 'properties.contentType') ?? '') !== '',
  }),
  securityRule('secret-expires', SECRET, {
    must: 'A secret has a last day. The vendor decides, so this only warns.',
    level: 'advisory',
    checkov: ['CKV_AZURE_41'],
    azurePolicy: ['98728c90-32c7-4049-8429-847dc0f4fe37'],
    holds: ({ props }) => typeof at(props, 'properties.attributes.expires') === 'number',
  }),
];
