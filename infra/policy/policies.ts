import type { ResourceValidationPolicy } from '@pulumi/policy';
import { EVIDENCE_RULES } from './rules/evidence';
import { FUNCTION_RULES } from './rules/function';
import { IDENTITY_RULES } from './rules/identity';
import { STORAGE_RULES } from './rules/storage';
import { VAULT_RULES } from './rules/vault';
import { WATCHING_RULES } from './rules/watching';
import type { SecurityRule } from './security-rule';
import { WAIVERS } from './waivers';

/** The security baseline, one rule a line. */
export const SECURITY_RULES: readonly SecurityRule[] = [
  ...STORAGE_RULES,
  ...VAULT_RULES,
  ...FUNCTION_RULES,
  ...WATCHING_RULES,
  ...IDENTITY_RULES,
  ...EVIDENCE_RULES,
];

/** The same rules as CrossGuard policies. */
export const policies: ResourceValidationPolicy[] = SECURITY_RULES.map((rule) => ({
  name: rule.name,
  description: describe(rule),
  enforcementLevel: rule.level,
  validateResource: (resource, report) => {
    if (!rule.types.includes(resource.type) || isWaived(rule.name, resource.name)) return;
    const isProtected = resource.opts.protect;
    if (!rule.holds({ props: resource.props, isProtected })) report(`${rule.must} This one does not: ${resource.name}.`);
  },
}));

function isWaived(rule: string, resource: string): boolean {
  return WAIVERS.some((waiver) => waiver.rule === rule && waiver.resource === resource);
}

/** Names the same rule in the catalogues that an auditor knows. */
function describe({ must, checkov, azurePolicy }: SecurityRule): string {
  const ids = [...checkov.map((id) => `Checkov ${id}`), ...azurePolicy.map((id) => `Azure Policy ${id}`)];
  return ids.length === 0 ? must : `${must} (${ids.join(', ')})`;
}
