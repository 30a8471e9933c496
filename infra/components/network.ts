import * as network from '@pulumi/azure-native/network';
import * as pulumi from '@pulumi/pulumi';
import type { Hosting } from '../clouds';
import type { StackConfig } from '../config/fields';
import type { Names } from '../naming';
import type { ResourceIds } from '../resource-ids';
import { after } from './known-value';
import { networkIdOf, subnets } from './network-plan';
import type { Placement } from './placement';

export interface NetworkArgs {
  readonly names: Pick<Names, 'network' | 'natGateway' | 'publicIp'>;
  readonly ids: Pick<ResourceIds, 'network' | 'natGateway' | 'publicIp'>;
  readonly placement: Placement;
  readonly hosting: Hosting;
  readonly config: Pick<StackConfig, 'networkMode' | 'addressSpace' | 'appSubnetId' | 'endpointSubnetId' | 'staticOutboundIp'>;
}

/**
 * The network the app is integrated into. Without it the app reaches neither a vault nor a storage account that denies by default:
 * trusted services do not include it.
 */
export class Network extends pulumi.ComponentResource {
  readonly networkId: pulumi.Output<string>;
  readonly appSubnetId: pulumi.Output<string>;
  /** Only in private mode. */
  readonly endpointSubnetId: pulumi.Output<string>;
  /** The address the source sees; empty without a NAT gateway. */
  readonly outboundIp: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:Network', name, {}, opts);
    this.outboundIp = pulumi.output('');
    if (args.config.appSubnetId !== '') {
      this.networkId = pulumi.output(networkIdOf(args.config.appSubnetId));
      this.appSubnetId = pulumi.output(args.config.appSubnetId);
      this.endpointSubnetId = pulumi.output(args.config.endpointSubnetId);
    } else {
      const gateway = args.config.staticOutboundIp ? this.makeGateway(name, args) : undefined;
      if (gateway !== undefined) this.outboundIp = gateway.address;
      this.networkId = after(this.makeNetwork(name, args, gateway?.id), args.ids.network);
      this.appSubnetId = pulumi.interpolate`${this.networkId}/subnets/app`;
      this.endpointSubnetId = pulumi.interpolate`${this.networkId}/subnets/endpoints`;
    }
    this.registerOutputs({ appSubnetId: this.appSubnetId, outboundIp: this.outboundIp });
  }

  private makeNetwork(
    name: string,
    { names, placement, hosting, config }: NetworkArgs,
    gatewayId: pulumi.Input<string> | undefined,
  ): network.VirtualNetwork {
    return new network.VirtualNetwork(
      name,
      {
        ...placement,
        virtualNetworkName: names.network,
        addressSpace: { addressPrefixes: [config.addressSpace] },
        subnets: subnets({
          addressSpace: config.addressSpace,
          hosting,
          isPrivate: config.networkMode === 'private',
          natGateway: gatewayId === undefined ? undefined : { id: gatewayId },
        }),
      },
      { parent: this },
    );
  }

  private makeGateway(name: string, { names, ids, placement }: NetworkArgs): { id: pulumi.Output<string>; address: pulumi.Output<string> } {
    const address = new network.PublicIPAddress(
      `${name}-outbound`,
      {
        ...placement,
        publicIpAddressName: names.publicIp,
        publicIPAllocationMethod: network.IPAllocationMethod.Static,
        publicIPAddressVersion: network.IPVersion.IPv4,
        sku: { name: network.PublicIPAddressSkuName.Standard },
      },
      // The vendor has it on an allow list.
      { parent: this, protect: true },
    );
    const gateway = new network.NatGateway(
      `${name}-nat`,
      {
        ...placement,
        natGatewayName: names.natGateway,
        sku: { name: network.NatGatewaySkuName.Standard },
        publicIpAddresses: [{ id: after(address, ids.publicIp) }],
      },
      { parent: this },
    );
    return { id: after(gateway, ids.natGateway), address: address.ipAddress.apply((ip) => ip ?? '') };
  }
}
