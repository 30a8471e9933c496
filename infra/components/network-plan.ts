import type { input } from '@pulumi/azure-native/types';
import type { Hosting } from '../clouds';
import { formatIpRange, readIpRange } from '../config/ip-range';

/** Whom the app's subnet is lent to: each kind of hosting has its own. */
export const DELEGATION: Readonly<Record<Hosting, string>> = {
  flex: 'Microsoft.App/environments',
  dedicated: 'Microsoft.Web/serverFarms',
};

const SERVICE_ENDPOINTS = ['Microsoft.Storage', 'Microsoft.KeyVault'];

/** The lower half of the address range is the app's, the upper half that of the private endpoints. */
export function subnetPrefixes(addressSpace: string): { readonly app: string; readonly endpoints: string } {
  const range = readIpRange(addressSpace);
  if (range === undefined) throw new Error(`"${addressSpace}" is not an address range`);
  const prefix = range.prefix + 1;
  return {
    app: formatIpRange({ first: range.first, prefix }),
    endpoints: formatIpRange({ first: range.first + 2 ** (32 - prefix), prefix }),
  };
}

export interface SubnetOptions {
  readonly addressSpace: string;
  readonly hosting: Hosting;
  readonly isPrivate: boolean;
  readonly natGateway: input.network.SubResourceArgs | undefined;
}

export function subnets(options: SubnetOptions): input.network.SubnetArgs[] {
  const prefixes = subnetPrefixes(options.addressSpace);
  const app: input.network.SubnetArgs = {
    name: 'app',
    addressPrefix: prefixes.app,
    delegations: [{ name: 'app', serviceName: DELEGATION[options.hosting] }],
    serviceEndpoints: SERVICE_ENDPOINTS.map((service) => ({ service })),
    ...(options.natGateway === undefined ? {} : { natGateway: options.natGateway }),
  };
  if (!options.isPrivate) return [app];
  return [app, { name: 'endpoints', addressPrefix: prefixes.endpoints, privateEndpointNetworkPolicies: 'Enabled' }];
}

/** The network that a subnet belongs to. */
export function networkIdOf(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/i, '');
}
