import { hostKeyFingerprint, requirePins } from '../../../../runtime/adapters/source/sftp/host-key-pins';
import { parseSftpUrl } from '../../../../runtime/adapters/source/sftp/sftp-url';

describe('the URL of an SFTP server', () => {
  it.each([
    ['host and folder', 'sftp://files.example/inbound', { host: 'files.example', port: 22, folder: '/inbound' }],
    ['a port', 'sftp://files.example:2022/in/bound', { host: 'files.example', port: 2022, folder: '/in/bound' }],
    ['a slash at the end', 'sftp://files.example/inbound/', { host: 'files.example', port: 22, folder: '/inbound' }],
    ['no folder', 'sftp://files.example', { host: 'files.example', port: 22, folder: '.' }],
    ['the folder of the login', 'sftp://files.example/~', { host: 'files.example', port: 22, folder: '.' }],
    ['a folder below that of the login', 'sftp://files.example/~/in', { host: 'files.example', port: 22, folder: './in' }],
    ['a space', 'sftp://files.example/in%20bound', { host: 'files.example', port: 22, folder: '/in bound' }],
    ['an IPv6 address', 'sftp://[2001:db8::1]:2022/in', { host: '[2001:db8::1]', port: 2022, folder: '/in' }],
  ])('is read: %s', (_case, text, place) => {
    expect(parseSftpUrl(text)).toEqual(place);
  });
});

describe('the pinned host keys', () => {
  // The SHA-256 of no bytes at all.
  const OF_NOTHING = 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU';

  it('are compared in the form of ssh-keygen', () => {
    expect(hostKeyFingerprint(Buffer.alloc(0))).toBe(OF_NOTHING);
    expect(requirePins([` ${OF_NOTHING}= `, ''])).toEqual(new Set([OF_NOTHING]));
  });

  it.each([
    ['none', [], 'No host key'],
    ['only blanks', ['', '  '], 'No host key'],
    ['MD5', ['MD5:16:27:ac:a5'], 'a fingerprint is SHA256:'],
    ['cut short', [OF_NOTHING.slice(0, -1)], 'a fingerprint is SHA256:'],
    ['a wildcard', ['*'], 'a fingerprint is SHA256:'],
  ])('are refused: %s', (_case, pins, why) => {
    expect(() => requirePins(pins)).toThrow(why);
  });
});
