import type { ParticipantState, Routing } from '../../../runtime/domain/routing/routing';
import { routingCounts } from '../../../runtime/domain/routing/routing-counts';
import { aParticipant } from './builders';

function aRouting(states: readonly ParticipantState[], isItemUnmatched = !states.includes('matched')): Routing {
  const participants = states.map((state) => ({ person: aParticipant(), state, isOwner: false, why: undefined, candidates: [] }));
  return { mailboxes: [], participants, isItemUnmatched, itemAmbiguity: undefined };
}

describe('routingCounts', () => {
  it.each<[string, readonly ParticipantState[], readonly [number, number, number, number]]>([
    ['everybody matched', ['matched', 'matched'], [0, 0, 0, 0]],
    ['one unmatched beside one matched', ['matched', 'unmatched'], [0, 1, 0, 0]],
    ['ambiguous counts as unmatched', ['matched', 'ambiguous', 'ambiguous'], [0, 2, 0, 0]],
    ['unresolved and external beside one matched', ['matched', 'unresolved', 'external', 'external'], [0, 0, 1, 2]],
    ['nobody matched, two unmatched', ['unmatched', 'unmatched', 'external'], [1, 2, 0, 1]],
    ['nobody matched, nobody unmatched: counts 1', ['unresolved', 'external'], [1, 1, 1, 1]],
    ['nobody matched, one ambiguous', ['ambiguous', 'unresolved'], [1, 1, 1, 0]],
    ['no participants: counts 1', [], [1, 1, 0, 0]],
  ])('%s', (_case, states, [itemsUnmatched, participantsUnmatched, participantsUnresolved, participantsExternal]) => {
    expect(routingCounts(aRouting(states))).toEqual({
      itemsUnmatched,
      participantsUnmatched,
      participantsUnresolved,
      participantsExternal,
    });
  });

  it('counts no item whose mailbox only the email property names', () => {
    expect(routingCounts(aRouting(['unresolved'], false))).toEqual({
      itemsUnmatched: 0,
      participantsUnmatched: 0,
      participantsUnresolved: 1,
      participantsExternal: 0,
    });
  });
});
