import type { StackConfig } from '../config/fields';
import type { Providers } from '../signed-in-tenants';
import { deliver } from './delivery';
import { layFoundation, type TenantFacts } from './foundation';
import { outputsOf, type TenantOutputs } from './outputs';
import { makeRuntime } from './runtime';
import { makeStores } from './stores';

/** Everything one tenant needs in one stage. */
export function provisionTenant(config: StackConfig, facts: TenantFacts, providers: Providers): TenantOutputs {
  const base = layFoundation(config, facts, providers);
  const stores = makeStores(base);
  const runtime = makeRuntime(base, stores);
  deliver(base, stores, runtime);
  return outputsOf(base, stores, runtime);
}
