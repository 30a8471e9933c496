export type Stage = 'dev' | 'test' | 'prod';

export const STAGES: readonly Stage[] = ['dev', 'test', 'prod'];

/** A stack that belongs to a tenant and a stage: `<tenant>-<stage>`. */
export interface TenantStack {
  readonly tenant: string;
  readonly stage: Stage;
}

/** Undefined for stacks of another form, such as the example `dev`: nothing deploys those by itself. */
export function tenantStack(stack: string): TenantStack | undefined {
  const match = /^([a-z][a-z0-9]{1,11})-(dev|test|prod)$/.exec(stack);
  return match?.[1] === undefined ? undefined : { tenant: match[1], stage: match[2] as Stage };
}

export function isTenantName(name: string): boolean {
  return /^[a-z][a-z0-9]{1,11}$/.test(name);
}
