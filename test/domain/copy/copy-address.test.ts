import { createHash } from 'node:crypto';
import { copyAddress, placeholderAddress } from '../../../runtime/domain/copy/copy-address';
import type { Participant } from '../../../runtime/domain/item/item';
import { aParticipant } from '../routing/builders';

const hashOf = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 16);

describe('copyAddress', () => {
  it.each<[string, Partial<Participant>, string | undefined, string | undefined, string, string]>([
    [
      'format 1 as the vendor shows it',
      { name: 'Anna Lee', phone: '447700900123', address: 'Anna.Lee@contoso.example' },
      'Anna Lee 447700900123',
      undefined,
      'Anna Lee 447700900123',
      'Anna.Lee@contoso.example',
    ],
    [
      'the number is added when the item shows it elsewhere',
      { name: 'Anna Lee', phone: '447700900123' },
      'Anna Lee',
      undefined,
      'Anna Lee 447700900123',
      '447700900123@signal.invalid',
    ],
    [
      'the number is not added when it is shown with a plus and spaces',
      { name: 'Anna', phone: '447700900123' },
      'Anna +44 7700 900123',
      undefined,
      'Anna +44 7700 900123',
      '447700900123@signal.invalid',
    ],
    ['a number alone', { phone: '447700900123' }, '447700900123', undefined, '447700900123', '447700900123@signal.invalid'],
    ['nothing shown but a number', { phone: '447700900123' }, '', undefined, '447700900123', '447700900123@signal.invalid'],
    [
      'the matched mailbox stands in for an address',
      { name: 'Anna', phone: '447700900123' },
      'Anna 447700900123',
      'anna@contoso.example',
      'Anna 447700900123',
      'anna@contoso.example',
    ],
    [
      'the address shown comes before the matched mailbox',
      { phone: '447700900123', address: 'x@fabrikam.example' },
      '447700900123',
      'anna@contoso.example',
      '447700900123',
      'x@fabrikam.example',
    ],
    [
      'an unclear address is not shown',
      { phone: '447700900123', address: 'x@fabrikam.example', isAddressAmbiguous: true },
      '447700900123',
      undefined,
      '447700900123',
      '447700900123@signal.invalid',
    ],
    [
      'an address that is none is not shown',
      { phone: '447700900123', address: 'x@localhost' },
      '447700900123',
      undefined,
      '447700900123',
      '447700900123@signal.invalid',
    ],
    ['a bare name', { name: 'UNKNOWN' }, 'UNKNOWN', undefined, 'UNKNOWN', `name-${hashOf('UNKNOWN')}@signal.invalid`],
    [
      'without what the item shows, the name',
      { name: 'Anna Lee', phone: '447700900123' },
      undefined,
      undefined,
      'Anna Lee 447700900123',
      '447700900123@signal.invalid',
    ],
    ['nobody at all', {}, undefined, undefined, '', `name-${hashOf('')}@signal.invalid`],
  ])('%s', (_case, participant, shown, mailbox, name, address) => {
    const display = shown === undefined ? undefined : { name: shown, address: '' };

    expect(copyAddress(aParticipant(participant), display, mailbox)).toEqual({ name, address });
  });
});

describe('placeholderAddress', () => {
  it('is the same for the same name on every machine', () => {
    expect(placeholderAddress('Zoë', undefined)).toBe(`name-${hashOf('Zoë')}@signal.invalid`);
    expect(placeholderAddress('Bob', undefined)).toBe('name-cd9fb1e148ccd844@signal.invalid');
  });
});
