import * as network from '@pulumi/azure-native/network';
import * as privatedns from '@pulumi/azure-native/privatedns';
import * as pulumi from '@pulumi/pulumi';
import type { PrivateService } from '../clouds';
import { after } from './known-value';
import type { Placement } from './placement';

/** One thing that is reached privately. */
export interface PrivateTarget {
  /** Part of the endpoint's name, unique in the stack. */
  readonly name: string;
  readonly resourceId: pulumi.Input<string>;
  readonly service: PrivateService;
}

export interface PrivateEndpointsArgs {
  readonly placement: Placement;
  /** Id of the resource group. */
  readonly groupId: string;
  readonly networkId: pulumi.Input<string>;
  readonly subnetId: pulumi.Input<string>;
  readonly targets: readonly PrivateTarget[];
  /** Name of each DNS zone. */
  readonly zones: Readonly<Record<PrivateService, string>>;
  /** Resource ids of zones that exist already, for example in a hub. */
  readonly existingZoneIds: Readonly<Partial<Record<string, string>>>;
}

/** Private endpoints for every target, and the DNS zones that make the public names lead there. */
export class PrivateEndpoints extends pulumi.ComponentResource {
  constructor(name: string, args: PrivateEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:PrivateEndpoints', name, {}, opts);
    const services = [...new Set(args.targets.map((target) => target.service))];
    const zoneIds = new Map(services.map((service) => [service, this.zoneId(name, service, args)]));
    for (const target of args.targets) this.connect(target, zoneIds.get(target.service) ?? '', args);
    this.registerOutputs({});
  }

  private zoneId(name: string, service: PrivateService, args: PrivateEndpointsArgs): pulumi.Input<string> {
    const existing = args.existingZoneIds[service];
    if (existing !== undefined) return existing;
    const { resourceGroupName, tags } = args.placement;
    const zone = new privatedns.PrivateZone(
      `${name}-${service}`,
      { resourceGroupName, privateZoneName: args.zones[service], location: 'global', tags },
      { parent: this },
    );
    new privatedns.VirtualNetworkLink(
      `${name}-${service}-link`,
      {
        resourceGroupName,
        privateZoneName: after(zone, args.zones[service]),
        virtualNetworkLinkName: 'connector',
        location: 'global',
        registrationEnabled: false,
        virtualNetwork: { id: args.networkId },
      },
      { parent: this },
    );
    return after(zone, `${args.groupId}/providers/Microsoft.Network/privateDnsZones/${args.zones[service]}`);
  }

  private connect(target: PrivateTarget, zoneId: pulumi.Input<string>, args: PrivateEndpointsArgs): void {
    const endpoint = new network.PrivateEndpoint(
      target.name,
      {
        ...args.placement,
        privateEndpointName: `pe-${target.name}`,
        subnet: { id: args.subnetId },
        privateLinkServiceConnections: [{ name: target.service, privateLinkServiceId: target.resourceId, groupIds: [target.service] }],
      },
      { parent: this },
    );
    new network.PrivateDnsZoneGroup(
      `${target.name}-dns`,
      {
        resourceGroupName: args.placement.resourceGroupName,
        privateEndpointName: after(endpoint, `pe-${target.name}`),
        privateDnsZoneGroupName: 'default',
        privateDnsZoneConfigs: [{ name: target.service, privateDnsZoneId: zoneId }],
      },
      { parent: this },
    );
  }
}
