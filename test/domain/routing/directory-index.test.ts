import { createDirectorySnapshot, directoryFromJson, directoryToJson } from '../../../runtime/domain/routing/directory-index';
import { aUser, USERS } from './builders';

const takenAt = new Date('2026-11-20T06:30:00.123Z');

describe('createDirectorySnapshot', () => {
  const directory = createDirectorySnapshot(USERS, takenAt);

  it.each([
    ['the principal name', 'anna@contoso.example', ['anna']],
    ['another address', 'anna.lee@contoso.example', ['anna']],
    ['another case', 'ANNA.Lee@CONTOSO.example', ['anna']],
    ['an address of several users', 'twin@contoso.example', ['twin-1', 'twin-2']],
    ['nobody', 'nobody@contoso.example', []],
    ['a part of an address', 'nna@contoso.example', []],
    ['a look-alike with a Kelvin sign', 'anna@\u212aontoso.example', []],
    ['a prototype key', '__proto__', []],
  ])('finds users by %s', (_case, address, ids) => {
    expect(directory.usersNamed(address).map(({ id }) => id)).toEqual(ids);
  });

  it('finds users by id', () => {
    expect(directory.userById('ben')?.userPrincipalName).toBe('ben@contoso.example');
    expect(directory.userById('BEN')).toBeUndefined();
  });

  it('counts a user once whose addresses differ in case only', () => {
    const snapshot = createDirectorySnapshot([aUser('anna', ['Anna@contoso.example', 'anna@contoso.example'])], takenAt);

    expect(snapshot.usersNamed('anna@contoso.example')).toHaveLength(1);
  });
});

describe('directoryToJson and directoryFromJson', () => {
  it('give the same directory again', () => {
    const users = [
      ...USERS,
      aUser('off', ['off@contoso.example'], { isEnabled: false, isGuest: true, displayName: 'Zoë "O" \ud83d\ude00' }),
    ];

    const again = directoryFromJson(directoryToJson(createDirectorySnapshot(users, takenAt)));

    expect(again.users).toEqual(users);
    expect(again.takenAt).toEqual(takenAt);
    expect(again.usersNamed('off@contoso.example').map(({ id }) => id)).toEqual(['off']);
    expect(again.userById('twin-2')?.addresses).toEqual(['twin-2@contoso.example', 'twin@contoso.example']);
  });

  it('need less than 150 bytes for an ordinary user', () => {
    const users = Array.from({ length: 1_000 }, (_, index) =>
      aUser(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, [`first.last${index}@contoso.example`], {
        displayName: `First Last ${index}`,
      }),
    );

    expect(directoryToJson(createDirectorySnapshot(users, takenAt)).length).toBeLessThan(150_000);
  });

  it.each([
    ['another version', '{"v":2,"takenAt":"2026-11-20T06:30:00Z","users":[]}'],
    ['no users', '{"v":1,"takenAt":"2026-11-20T06:30:00Z"}'],
    ['no time', '{"v":1,"users":[]}'],
  ])('refuse what they did not write: %s', (_case, json) => {
    expect(() => directoryFromJson(Buffer.from(json))).toThrow(TypeError);
  });

  it('say which version they cannot read', () => {
    expect(() => directoryFromJson(Buffer.from('{"v":2}'))).toThrow('version 2 instead of 1');
  });

  it('refuse half a file', () => {
    const half = directoryToJson(createDirectorySnapshot(USERS, takenAt)).subarray(0, 100);

    expect(() => directoryFromJson(half)).toThrow(SyntaxError);
  });
});
