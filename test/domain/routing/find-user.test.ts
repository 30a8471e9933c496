import { findUser } from '../../../runtime/domain/routing/find-user';
import { aContext, aUser } from './builders';

describe('findUser', () => {
  it.each([
    ['a principal name', 'ben@contoso.example', { kind: 'user', id: 'ben', address: 'ben@contoso.example' }],
    ['another address, in capitals', 'Anna.Lee@CONTOSO.example', { kind: 'user', id: 'anna', address: 'anna.lee@contoso.example' }],
    ['a disabled account', 'archive@contoso.example', { kind: 'user', id: 'archive', address: 'archive@contoso.example' }],
    ['several users', 'twin@contoso.example', { kind: 'several' }],
    ['a guest', 'guest@contoso.example', { kind: 'guest' }],
    ['nobody', 'nobody@contoso.example', { kind: 'nobody' }],
    ['a user of the directory outside the allowed domains', 'elsewhere@fabrikam.example', { kind: 'outside' }],
    ['a sub-domain', 'ben@mail.contoso.example', { kind: 'outside' }],
    ['a domain that ends alike', 'ben@evilcontoso.example', { kind: 'outside' }],
    ['a look-alike domain', 'ben@\u212aontoso.example', { kind: 'outside' }],
    ['no address at all', 'ben', { kind: 'outside' }],
  ])('%s', (_case, address, expected) => {
    const found = findUser(address, aContext());

    expect(found.kind === 'user' ? { kind: found.kind, id: found.user.id, address: found.address } : { kind: found.kind }).toEqual(
      expected,
    );
  });

  it.each(['"ben"@contoso.example', 'ben(x)@contoso.example', 'ben @contoso.example', '\u0430nna@contoso.example', 'a@b@contoso.example'])(
    'never takes a text that is no plain address, even when the directory holds it: %s',
    (address) => {
      expect(findUser(address, aContext({ users: [aUser('odd', [address])] })).kind).toBe('nobody');
    },
  );
});
