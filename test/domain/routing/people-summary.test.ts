import { isExternalThroughout, parsePeopleSummary, peopleSummary } from '../../../runtime/domain/routing/people-summary';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import type { ParticipantState } from '../../../runtime/domain/routing/routing';
import { ANNA, aContext, anItem, aParticipant, BEN, CARL, person } from './builders';

const summaryOf = (...states: readonly ParticipantState[]) => {
  const { participants } = routeItem(anItem({ participants: [person(ANNA)] }), aContext());
  return peopleSummary({ participants: states.map((state) => ({ ...(participants[0] as (typeof participants)[0]), state })) });
};

describe('the summary of the people of an item', () => {
  it('counts them by state, in one order whatever theirs', () => {
    expect(summaryOf('external', 'unresolved', 'matched', 'external', 'ambiguous', 'unmatched', 'external')).toBe(
      'matched:1,unmatched:1,ambiguous:1,unresolved:1,external:3',
    );
  });

  it.each([
    ['nobody', [], ''],
    ['one state', ['external', 'external'] as const, 'external:2'],
  ])('of %s', (_case, states, text) => {
    expect(summaryOf(...states)).toBe(text);
  });

  it('is that of the routing', () => {
    const people = [person(ANNA, 'anna@contoso.example'), person(BEN, 'bob@fabrikam.example'), aParticipant({ phone: CARL })];

    expect(peopleSummary(routeItem(anItem({ participants: people }), aContext()))).toBe('matched:1,unresolved:1,external:1');
  });

  it.each([
    ['as it was written', 'matched:1,external:12', { matched: 1, external: 12 }],
    ['of an item without people', '', {}],
    ['with a state that nobody knows', 'friend:2,external:3', { external: 3 }],
    ['with a count that is none', 'external:x,matched:-1,unmatched:1x,ambiguous:x1,unresolved:', {}],
    ['without a count', 'external', {}],
  ])('is read back: %s', (_case, text, expected) => {
    expect(parsePeopleSummary(text)).toEqual(expected);
  });

  it.each([
    ['everybody external', { external: 2 }, true],
    ['with zeros', { external: 2, unmatched: 0 }, true],
    ['nobody at all', {}, false],
    ['no external', { unmatched: 1 }, false],
    ['external and unresolved', { external: 2, unresolved: 1 }, false],
    ['external and ambiguous', { external: 2, ambiguous: 1 }, false],
    ['external and unmatched', { external: 2, unmatched: 1 }, false],
    ['external and matched', { external: 2, matched: 1 }, false],
  ])('tells whether an item waits for nobody of ours: %s', (_case, people, expected) => {
    expect(isExternalThroughout(people)).toBe(expected);
  });
});
