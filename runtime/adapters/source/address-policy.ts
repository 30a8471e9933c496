import { BlockList, isIP } from 'node:net';

/** Addresses that are never a source: an answer from there belongs to the machine or the cloud that we run on. */
const NEVER = new BlockList();
NEVER.addSubnet('169.254.0.0', 16, 'ipv4'); // link-local, cloud metadata
NEVER.addAddress('168.63.129.16', 'ipv4'); // Azure platform
NEVER.addAddress('100.100.100.200', 'ipv4'); // metadata of another cloud
NEVER.addAddress('192.0.0.192', 'ipv4'); // metadata of another cloud
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4'); // multicast, reserved, broadcast
NEVER.addAddress('::', 'ipv6');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6'); // metadata of another cloud
NEVER.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6'); // link-local behind a NAT64 gateway

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/** A host as it stands in a URL, without the brackets of an IPv6 address. */
export function bareHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

export function isLoopbackHost(host: string): boolean {
  const bare = bareHost(host).toLowerCase();
  return bare === 'localhost' || (isIP(bare) !== 0 && isIn(LOOPBACK, bare));
}

/**
 * Why a connection to `address`, which `host` of the settings stands for, is refused; undefined when it is allowed.
 *
 * A private or loopback address must be named in the settings as it is, or be allowed there: a name on the internet that suddenly
 * points into our own network is an attack (DNS rebinding), and link-local and metadata addresses are refused in every case.
 */
export function addressRefusal(host: string, address: string, allowsPrivateAddresses: boolean): string | undefined {
  if (isIP(address) === 0) return 'it is no IP address';
  if (isIn(NEVER, address)) return 'it is a link-local, metadata or reserved address';
  const isNamed = bareHost(host) === address || (isLoopbackHost(host) && isIn(LOOPBACK, address));
  if (isNamed || allowsPrivateAddresses) return undefined;
  return isIn(LOOPBACK, address) || isIn(PRIVATE, address) ? 'it is a private address that the settings do not name' : undefined;
}

/** BlockList also finds an IPv4 address that is written as IPv6 (`::ffff:169.254.169.254`). */
function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
