import { Provider as AzureProvider } from '@pulumi/azure-native/provider';
import * as azuread from '@pulumi/azuread';
import { CLOUDS } from './clouds';
import type { StackConfig } from './config/fields';
import type { Providers } from './signed-in-tenants';

/**
 * The two providers, from the configuration only: nothing of who is signed in becomes an input, so that two people see no difference.
 * Credentials come from `ARM_*` or the Azure command line.
 */
export function makeProviders(config: Pick<StackConfig, 'cloud' | 'subscriptionId'>): Providers {
  const cloud = CLOUDS[config.cloud];
  return {
    azure: new AzureProvider('azure', {
      environment: cloud.azureEnvironment,
      subscriptionId: config.subscriptionId,
      disablePulumiPartnerId: true,
    }),
    // `useMsi` would otherwise be taken from the environment of whoever runs the update.
    entra: new azuread.Provider('entra', { environment: cloud.entraEnvironment, useMsi: false, disableTerraformPartnerId: true }),
  };
}
