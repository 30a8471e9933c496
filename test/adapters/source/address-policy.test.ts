import { addressRefusal, isLoopbackHost } from '../../../runtime/adapters/source/address-policy';

const NEVER = expect.stringContaining('link-local, metadata or reserved');
const PRIVATE = expect.stringContaining('private address');

describe('an address behind the host of the settings', () => {
  it.each([
    ['a public address', 'archive.example', '203.0.113.7', undefined],
    ['a public IPv6 address', 'archive.example', '2001:db8::7', undefined],
    ['the metadata service', 'archive.example', '169.254.169.254', NEVER],
    ['the metadata service, written as IPv6', 'archive.example', '::ffff:169.254.169.254', NEVER],
    ['the metadata service, written in hexadecimal', 'archive.example', '::ffff:a9fe:a9fe', NEVER],
    ['the metadata service behind NAT64', 'archive.example', '64:ff9b::a9fe:a9fe', NEVER],
    ['the metadata service, named in the settings', '169.254.169.254', '169.254.169.254', NEVER],
    ['the platform of Azure', 'archive.example', '168.63.129.16', NEVER],
    ['a link-local IPv6 address', 'archive.example', 'fe80::1', NEVER],
    ['no address', 'archive.example', '0.0.0.0', NEVER],
    ['multicast', 'archive.example', '224.0.0.1', NEVER],
    ['a private address behind a public name', 'archive.example', '10.1.2.3', PRIVATE],
    ['a private address, written as IPv6', 'archive.example', '::ffff:192.168.1.1', PRIVATE],
    ['a private IPv6 address', 'archive.example', 'fd12:3456::1', PRIVATE],
    ['the shared address space', 'archive.example', '100.64.0.1', PRIVATE],
    ['the loopback behind a public name', 'archive.example', '127.0.0.1', PRIVATE],
    ['the loopback behind localhost', 'localhost', '127.0.0.1', undefined],
    ['the IPv6 loopback behind localhost', 'localhost', '::1', undefined],
    ['another address behind localhost', 'localhost', '10.0.0.1', PRIVATE],
    ['a private address that is named as it is', '10.1.2.3', '10.1.2.3', undefined],
    ['an IPv6 address in brackets', '[fd12::1]', 'fd12::1', undefined],
    ['something else than an address', 'archive.example', 'archive.example', expect.stringContaining('no IP address')],
  ])('is refused or not: %s', (_case, host, address, refusal) => {
    expect(addressRefusal(host, address, false)).toEqual(refusal);
  });

  it('may be private when the settings allow it, but never the metadata service', () => {
    expect(addressRefusal('gateway.example', '10.1.2.3', true)).toBeUndefined();
    expect(addressRefusal('gateway.example', '169.254.169.254', true)).toEqual(NEVER);
  });

  it.each([
    ['localhost', true],
    ['LOCALHOST', true],
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['[::1]', true],
    ['localhost.example', false],
    ['127.0.0.1.example', false],
    ['0.0.0.0', false],
  ])('%s is the loopback or not', (host, isLoopback) => {
    expect(isLoopbackHost(host)).toBe(isLoopback);
  });
});
