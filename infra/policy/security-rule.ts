/** A resource as a policy sees it: its inputs, and what the engine was told about it. */
export interface CheckedResource {
  readonly props: Readonly<Record<string, unknown>>;
  readonly isProtected: boolean;
}

/** One line of the security baseline. */
export interface SecurityRule {
  /** Kebab case, unique; names the policy. */
  readonly name: string;
  /** What must be so, as a sentence. */
  readonly must: string;
  /** Ids of the same rule in Checkov and among Azure's built-in policies; empty where neither has it. */
  readonly checkov: readonly string[];
  readonly azurePolicy: readonly string[];
  readonly types: readonly string[];
  /** `advisory` only warns: what it asks for is not ours to decide. */
  readonly level: 'mandatory' | 'advisory';
  holds(resource: CheckedResource): boolean;
}

type RuleText = Omit<SecurityRule, 'name' | 'types' | 'level' | 'checkov' | 'azurePolicy'> &
  Partial<Pick<SecurityRule, 'checkov' | 'azurePolicy' | 'level'>>;

/** A rule with nothing to say where neither catalogue has it. */
export function securityRule(name: string, types: string | readonly string[], text: RuleText): SecurityRule {
  return { name, types: typeof types === 'string' ? [types] : types, level: 'mandatory', checkov: [], azurePolicy: [], ...text };
}
