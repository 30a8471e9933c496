import { readIpRange } from '../../../config/ip-range';
import { at, listAt, textAt } from '../../../property-path';
import { arm, type ResourceModel, type Rule } from '../model';

const subnetsInside: Rule = (inputs) => {
  const spaces = listAt(inputs, 'addressSpace.addressPrefixes').map((prefix) => readIpRange(String(prefix)));
  const outside = listAt(inputs, 'subnets').find((subnet) => {
    const range = readIpRange(textAt(subnet, 'addressPrefix') ?? '');
    return !spaces.some(
      (space) =>
        range !== undefined &&
        space !== undefined &&
        range.prefix >= space.prefix &&
        Math.floor(range.first / 2 ** (32 - space.prefix)) === Math.floor(space.first / 2 ** (32 - space.prefix)),
    );
  });
  return outside === undefined
    ? undefined
    : {
        property: 'subnets',
        reason: `Subnet '${textAt(outside, 'name')}' is not valid in virtual network '${textAt(inputs, 'virtualNetworkName')}'.`,
      };
};

const standardIsStatic: Rule = (inputs) =>
  at(inputs, 'sku.name') === 'Standard' && inputs['publicIPAllocationMethod'] !== 'Static'
    ? { property: 'publicIPAllocationMethod', reason: 'Standard sku publicIp must have AllocationMethod set to Static.' }
    : undefined;

const globalOnly: Rule = (inputs) =>
  inputs['location'] === 'global'
    ? undefined
    : {
        property: 'location',
        reason: `The provided location '${textAt(inputs, 'location')}' is not available for resource type. List of available regions for the resource type is 'global'.`,
      };

export const NETWORK: Readonly<Record<string, ResourceModel>> = {
  'azure-native:network:VirtualNetwork': arm({
    path: 'Microsoft.Network/virtualNetworks/{virtualNetworkName}',
    required: ['addressSpace.addressPrefixes'],
    rules: [subnetsInside],
  }),
  'azure-native:network:PublicIPAddress': arm({
    path: 'Microsoft.Network/publicIPAddresses/{publicIpAddressName}',
    rules: [standardIsStatic],
    outputs: () => ({ ipAddress: '203.0.113.20' }),
  }),
  'azure-native:network:NatGateway': arm({ path: 'Microsoft.Network/natGateways/{natGatewayName}', required: ['sku.name'] }),
  'azure-native:network:PrivateEndpoint': arm({
    path: 'Microsoft.Network/privateEndpoints/{privateEndpointName}',
    required: ['subnet.id', 'privateLinkServiceConnections'],
  }),
  'azure-native:network:PrivateDnsZoneGroup': arm({
    path: 'Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}',
    required: ['privateDnsZoneConfigs'],
  }),
  'azure-native:privatedns:PrivateZone': arm({ path: 'Microsoft.Network/privateDnsZones/{privateZoneName}', rules: [globalOnly] }),
  'azure-native:privatedns:VirtualNetworkLink': arm({
    path: 'Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}',
    required: ['virtualNetwork.id'],
    rules: [globalOnly],
  }),
};
