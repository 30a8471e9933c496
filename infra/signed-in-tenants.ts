import * as authorization from '@pulumi/azure-native/authorization';
import type { Provider as AzureProvider } from '@pulumi/azure-native/provider';
import * as azuread from '@pulumi/azuread';
import { Refusal } from './refusal';

/** The sign-in belongs to another tenant than the stack. */
export class WrongTenantError extends Refusal {
  override readonly name = 'WrongTenantError';
}

export interface Providers {
  readonly azure: AzureProvider;
  readonly entra: azuread.Provider;
}

/**
 * Refuses to go on when either provider is signed in to another tenant than the stack's. Both are asked: a command line and an
 * environment variable may well disagree.
 */
export async function requireTenant(tenantId: string, providers: Providers): Promise<void> {
  const azure = await authorization.getClientConfig({ provider: providers.azure });
  const entra = await azuread.getClientConfig({ provider: providers.entra });
  const wrong = [
    { name: 'azure-native', tenant: azure.tenantId },
    { name: 'azuread', tenant: entra.tenantId },
  ].filter(({ tenant }) => tenant.toLowerCase() !== tenantId);
  if (wrong.length === 0) return;
  const found = wrong.map(({ name, tenant }) => `${name} is signed in to tenant ${tenant}`).join(' and ');
  throw new WrongTenantError(
    `The stack belongs to tenant ${tenantId}, but ${found}. Run \`az login --tenant ${tenantId}\`, or set ARM_TENANT_ID to it.`,
  );
}
