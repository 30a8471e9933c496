import fc from 'fast-check';
import { cleanPackageName, listingKeyOf, packageBlobName } from '../../../runtime/domain/package/package-name';
import { ANY_CHARACTER } from '../../fakes/any-character';

describe('a package name in a blob path', () => {
  it.each([
    ['an ordinary name', '202611200000-TeleMessage_1_1210.zip', '202611200000-TeleMessage_1_1210.zip'],
    ['only the last part of a path', '../../etc/day.zip', 'day.zip'],
    ['only the last part of a Windows path', 'C:\\drop\\day.zip', 'day.zip'],
    ['letters of every script', 'Grüße-山.zip', 'Grüße-山.zip'],
    ['no control or bidi characters', 'a\u202egpj\r\n\0b.zip', 'a-gpj-b.zip'],
    ['no URL syntax', 'a?b#c%2e.zip', 'a-b-c-2e.zip'],
    ['no dots at the edges', '...', 'package'],
    ['nothing', '', 'package'],
    ['120 characters, with the ending', `${'x'.repeat(300)}.zip`, `${'x'.repeat(116)}.zip`],
  ])('keeps %s', (_case, name, expected) => {
    expect(cleanPackageName(name)).toBe(expected);
  });

  it('is one clean path segment for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_CHARACTER, maxLength: 160 }), (name) => {
        const clean = cleanPackageName(name);
        expect(clean).toMatch(/^[\p{L}\p{N}_@+=,()-][\p{L}\p{N}._@+=,() -]*$/u);
        expect(Array.from(clean).length).toBeLessThanOrEqual(120);
      }),
    );
  });

  it('stands behind source, arrival day in UTC, listing key and attempt', () => {
    const arrivedAt = new Date('2026-11-20T23:59:59.999Z');

    expect(packageBlobName('sftp:sftp.contoso.example:22/out', arrivedAt, '0123456789abcdef', 1, 'x/day.zip')).toBe(
      'sftp-sftp.contoso.example-22-out/2026/11/20/0123456789abcdef-1-day.zip',
    );
  });
});

describe('a listing key', () => {
  const key = listingKeyOf('sftp:host', 'a/day.zip', 100, '2026-11-20T06:00:00Z');

  it('is 16 hex digits and stays the same', () => {
    expect(key).toMatch(/^[0-9a-f]{16}$/);
    expect(listingKeyOf('sftp:host', 'a/day.zip', 100, '2026-11-20T06:00:00Z')).toBe(key);
  });

  it.each([
    ['the source', ['sftp:other', 'a/day.zip', 100, '2026-11-20T06:00:00Z']],
    ['the path', ['sftp:host', 'b/day.zip', 100, '2026-11-20T06:00:00Z']],
    ['the size', ['sftp:host', 'a/day.zip', 101, '2026-11-20T06:00:00Z']],
    ['the stamp', ['sftp:host', 'a/day.zip', 100, '2026-11-20T06:00:01Z']],
    ['a border between two of them', ['sftp:host\na', '/day.zip', 100, '2026-11-20T06:00:00Z']],
  ] as const)('changes with %s', (_case, [source, path, bytes, stamp]) => {
    expect(listingKeyOf(source, path, bytes, stamp)).not.toBe(key);
  });
});
