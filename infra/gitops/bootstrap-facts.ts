import { createHash } from 'node:crypto';
import type { CloudName } from '../clouds';
import type { Stage } from './stage';

/** What the commands need to know of a tenant; the same for all its stages but the subscription. */
export interface BootstrapFacts {
  readonly tenant: string;
  readonly cloud: CloudName;
  readonly tenantId: string;
  readonly location: string;
  readonly subscriptions: ReadonlyMap<Stage, string>;
  /** `owner/name` on GitHub. */
  readonly repository: string;
}

/** Names of what must exist before the first update. They follow from the tenant, so the commands can be run again. */
export function bootstrapNames(
  tenant: string,
  tenantId: string,
): { readonly group: string; readonly account: string; readonly vault: string } {
  const hash = createHash('sha256').update(`${tenant}\n${tenantId}`).digest('hex').slice(0, 8);
  return {
    group: `rg-signal-archive-state-${tenant}`,
    account: `state${tenant.slice(0, 11)}${hash}`,
    vault: `kv-state-${tenant.slice(0, 6)}-${hash}`,
  };
}

/** The variable of the shell that holds an identity's object id. */
export const variable = (name: string): string => name.toUpperCase().replaceAll('-', '_');
