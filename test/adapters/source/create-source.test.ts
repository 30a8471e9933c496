import { StorageSharedKeyCredential } from '@azure/storage-blob';
import { createSource } from '../../../runtime/adapters/source/create-source';
import type { SourceSettings } from '../../../runtime/adapters/source/source-settings';
import { SourceRefusedError } from '../../../runtime/ports/source-errors';

const credentials = { read: () => Promise.reject(new Error('No credential may be read before the source is used')) };
const credential = new StorageSharedKeyCredential('account', 'a2V5');
const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;

const TELEMESSAGE: SourceSettings = {
  kind: 'telemessage',
  url: 'https://archive.example/base',
  paths: [],
  pinnedKeys: [],
  certificateAuthority: undefined,
  allowsPrivateAddresses: false,
};
const SFTP: SourceSettings = { kind: 'sftp', url: 'sftp://files.example:2022/inbound', hostKeys: [FINGERPRINT] };
const LANDING: SourceSettings = { kind: 'landing', url: 'https://account.blob.core.windows.net/landing', prefix: '', credential };

describe('createSource', () => {
  it.each<[string, SourceSettings, string, boolean, boolean]>([
    ['a folder', { kind: 'directory', path: '/var/packages' }, 'directory-', false, false],
    ['the TeleMessage site', TELEMESSAGE, 'telemessage-archive.example-', true, true],
    ['an SFTP server', SFTP, 'sftp-files.example-', false, true],
    ['a container', LANDING, 'landing-account-landing', false, true],
  ])('makes %s without contacting anything', (_case, settings, id, hasWindows, settlesFiles) => {
    const source = createSource(settings, credentials);

    expect(source).toMatchObject({ kind: settings.kind, hasWindows, settlesFiles });
    expect(source.id.startsWith(id)).toBe(true);
    source.close();
  });

  it('gives the same place the same id, and another place another', () => {
    const idOf = (url: string) => createSource({ ...SFTP, url }, credentials).id;

    expect(idOf('sftp://files.example/a')).toBe(idOf('sftp://files.example:22/a'));
    expect(new Set(['sftp://files.example/a', 'sftp://files.example/b', 'sftp://files.example:23/a'].map(idOf)).size).toBe(3);
  });

  it.each<[string, SourceSettings, string]>([
    ['plain http to another machine', { ...TELEMESSAGE, url: 'http://archive.example' }, "begins with 'http:'"],
    ['a file URL', { ...TELEMESSAGE, url: 'file:///etc/passwd' }, "begins with 'file:'"],
    ['no URL at all', { ...TELEMESSAGE, url: 'archive.example' }, 'must be https://'],
    ['a password in the URL', { ...TELEMESSAGE, url: 'https://user:secret@archive.example' }, 'keep them in the vault only'],
    ['the metadata service', { ...TELEMESSAGE, url: 'https://169.254.169.254/' }, 'metadata'],
    ['a path that leads out', { ...TELEMESSAGE, paths: ['a', 'b', '../{id}'] }, 'no plain path'],
    ['an SFTP server without a pinned host key', { ...SFTP, hostKeys: [] }, 'No host key of the SFTP server is pinned'],
    ['a fingerprint in the old form', { ...SFTP, hostKeys: ['16:27:ac:a5:76:28:2d:36'] }, 'a fingerprint is SHA256:'],
    ['a password in the SFTP URL', { ...SFTP, url: 'sftp://user:secret@files.example/' }, 'keep them in the vault only'],
    ['http in the place of sftp', { ...SFTP, url: 'http://files.example/' }, 'must be sftp://'],
    ['a signature in the container URL', { ...LANDING, url: `${LANDING.url}?sv=2024&sig=secret` }, 'without a signature'],
    ['a container over plain http', { ...LANDING, url: 'http://account.example/landing' }, 'must be https://'],
  ])('refuses %s', (_case, settings, why) => {
    const create = () => createSource(settings, credentials);

    expect(create).toThrow(SourceRefusedError);
    expect(create).toThrow(why);
    expect(create).not.toThrow('secret');
  });
});
