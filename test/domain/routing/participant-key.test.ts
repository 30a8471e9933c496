import { participantKey } from '../../../runtime/domain/routing/participant-key';
import { aParticipant } from './builders';

describe('participantKey', () => {
  it('is stable for ever', () => {
    expect(participantKey(aParticipant({ phone: '447700900123' }))).toBe(
      'fd65db4e1935ecc4ba34ef45ada42ff97bba42af3f132b9e8cca574ca9e20061',
    );
    expect(participantKey(aParticipant({ address: 'bob@fabrikam.example' }))).toBe(
      '3b812193f04f69ee6aba01b3393d0c9aa991db14b1824a19e32f628f01c3a191',
    );
    expect(participantKey(aParticipant({ name: 'Bob' }))).toBe('80c221cd7d5b0e5e6dbd10694d77ff123ef5016faa44f6e00dfa52e3796ec46b');
  });

  it.each([
    ['another name beside the same number', { phone: '1', name: 'Bob' }, { phone: '1', name: 'Robert', address: 'bob@fabrikam.example' }],
    ['another name beside the same address', { address: 'bob@fabrikam.example', name: 'Bob' }, { address: 'bob@fabrikam.example' }],
    ['another case of an address', { address: 'Bob@Fabrikam.example' }, { address: 'bob@fabrikam.example' }],
    ['another case and other spaces of a name', { name: 'Port  Dispatch' }, { name: ' port dispatch ' }],
    ['another composition of a name', { name: 'Zoe\u0308' }, { name: 'Zo\u00eb' }],
  ])('is the same for one person: %s', (_case, a, b) => {
    expect(participantKey(aParticipant(a))).toBe(participantKey(aParticipant(b)));
  });

  it.each([
    ['two numbers', { phone: '447700900123' }, { phone: '447700900124' }],
    ['two names', { name: 'Bob' }, { name: 'Rob' }],
    ['a name in one word and in two', { name: 'Annalee' }, { name: 'Anna Lee' }],
    ['a number and a name that looks like it', { phone: '447700900123' }, { name: '447700900123' }],
    ['an address and a name that looks like it', { address: 'bob@fabrikam.example' }, { name: 'bob@fabrikam.example' }],
  ])('differs for two: %s', (_case, a, b) => {
    expect(participantKey(aParticipant(a))).not.toBe(participantKey(aParticipant(b)));
  });
});
