import { networkIdOf, subnetPrefixes, subnets } from '../../../infra/components/network-plan';
import { formatIpRange, isPublic, readIpRange } from '../../../infra/config/ip-range';

describe('an IPv4 range', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7/32', '203.0.113.7'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255', '255.255.255.255'],
  ])('%s is read and written as %s', (text, written) => {
    const range = readIpRange(text);
    expect(range === undefined ? undefined : formatIpRange(range)).toBe(written);
  });

  it.each(['203.0.113', '203.0.113.256', '203.0.113.1/24', '203.0.113.0/33', 'fd00::1', '', '1.2.3.4/'])('%s is none', (text) => {
    expect(readIpRange(text)).toBeUndefined();
  });

  it.each([
    ['10.0.0.0/8', false],
    ['172.31.0.0/16', false],
    ['172.32.0.0/16', true],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['203.0.113.0/24', true],
    ['0.0.0.0/0', false],
  ])('%s is public: %s', (text, expected) => {
    expect(isPublic(readIpRange(text) ?? { first: 0, prefix: 0 })).toBe(expected);
  });
});

describe('the subnets of a network', () => {
  it.each([
    ['10.60.0.0/24', '10.60.0.0/25', '10.60.0.128/25'],
    ['192.168.0.0/26', '192.168.0.0/27', '192.168.0.32/27'],
    ['172.16.0.0/16', '172.16.0.0/17', '172.16.128.0/17'],
  ])('halve %s', (space, app, endpoints) => {
    expect(subnetPrefixes(space)).toEqual({ app, endpoints });
  });

  it.each([
    ['flex', 'Microsoft.App/environments'],
    ['dedicated', 'Microsoft.Web/serverFarms'],
  ] as const)('lend the app its own on %s', (hosting, serviceName) => {
    const [app, ...others] = subnets({ addressSpace: '10.60.0.0/24', hosting, isPrivate: false, natGateway: undefined });

    expect(app).toMatchObject({
      delegations: [{ serviceName }],
      serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }],
    });
    expect(others).toEqual([]);
  });

  it('have one for private endpoints in a private network', () => {
    const names = subnets({ addressSpace: '10.60.0.0/24', hosting: 'flex', isPrivate: true, natGateway: undefined }).map(
      (subnet) => subnet.name,
    );
    expect(names).toEqual(['app', 'endpoints']);
  });

  it('know the network they belong to', () => {
    expect(networkIdOf('/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/app')).toBe(
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v',
    );
  });
});
