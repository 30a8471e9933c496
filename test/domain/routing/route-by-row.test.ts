import { createUserMapping } from '../../../runtime/domain/mapping/user-mapping';
import { createEarlierMappings } from '../../../runtime/domain/routing/earlier-mappings';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, aContext, anItem, aParticipant, aRow, BEN, CARL, person } from './builders';
import { expectRoute, type RouteCase, rowsOf } from './route-case';

describe('rule 1: the mapping row of the number', () => {
  it.each<RouteCase>([
    [
      'names the mailbox',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'wins over the address beside the participant',
      { participants: [person(ANNA, 'ben@contoso.example')] },
      { rows: rowsOf([ANNA, 'archive@contoso.example']) },
      ['archive by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'wins over an address that is not clear',
      { participants: [aParticipant({ phone: ANNA, isAddressAmbiguous: true })] },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'wins over an address outside the allowed domains',
      { participants: [person(ANNA, 'anna@fabrikam.example')] },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'matches whole numbers only',
      { participants: [person('7700900123')] },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      [],
      ['unresolved'],
    ],
    [
      'gives one mailbox one copy, however many people it belongs to',
      { participants: [person(ANNA, undefined, 'from'), person(BEN), person(CARL)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example'], [BEN, 'ben@contoso.example'], [CARL, 'anna.lee@contoso.example']) },
      ['anna by custom-mapping for 0+2', 'ben by custom-mapping for 1'],
      ['matched', 'matched', 'matched'],
    ],
    [
      'works while addresses are not used',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example']), automaticMapping: false },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
  ])('%s', (...each) => expectRoute(each));

  const handedOn = rowsOf([ANNA, 'anna@contoso.example', '', '2026-11-16'], [ANNA, 'ben@contoso.example', '2026-11-16']);

  it.each<RouteCase>([
    ['the last moment of the old row', { date: new Date('2026-11-15T23:59:59.999Z') }, {}, ['anna by custom-mapping for 0'], ['matched']],
    ['the first moment of the new row', { date: new Date('2026-11-16T00:00:00Z') }, {}, ['ben by custom-mapping for 0'], ['matched']],
    ['no sent time', { date: undefined }, {}, [], ['ambiguous (sent-time-unknown)']],
    ['a sent time before 1990', { date: new Date('1989-12-31T23:59:59Z') }, {}, [], ['ambiguous (sent-time-unknown)']],
    ['the first believable sent time', { date: new Date('1990-01-01T00:00:00Z') }, {}, ['anna by custom-mapping for 0'], ['matched']],
    ['the last believable sent time', { date: new Date('2026-11-22T18:00:00Z') }, {}, ['ben by custom-mapping for 0'], ['matched']],
    [
      'a sent time more than two days after arrival',
      { date: new Date('2026-11-22T18:00:00.001Z') },
      {},
      [],
      ['ambiguous (sent-time-unknown)'],
    ],
    ['the year 57300', { date: new Date(Date.UTC(57300, 5, 3)) }, {}, [], ['ambiguous (sent-time-unknown)']],
    ['a time that is none', { date: new Date(Number.NaN) }, {}, [], ['ambiguous (sent-time-unknown)']],
  ])('is the one valid at the sent time: %s', (sentence, item, context, mailboxes, states) => {
    expectRoute([sentence, { ...item, participants: [person(ANNA)] }, { ...context, rows: handedOn }, mailboxes, states]);
  });

  it('stays ambiguous without a sent time, whatever address is shown', () => {
    const item = { date: undefined, participants: [person(ANNA, 'anna@contoso.example')] };

    expectRoute(['', item, { rows: handedOn }, [], ['ambiguous (sent-time-unknown)']]);
    expect(routeItem(anItem(item), aContext({ rows: handedOn })).participants[0]?.candidates).toEqual([
      'anna@contoso.example',
      'ben@contoso.example',
    ]);
  });

  it.each<RouteCase>([
    [
      'a row without limits',
      { date: undefined },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a row valid at arrival',
      { date: undefined },
      { rows: rowsOf([ANNA, 'anna@contoso.example', '2026-11-01', '2026-12-01']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a row that had ended by arrival',
      { date: undefined },
      { rows: rowsOf([ANNA, 'anna@contoso.example', '', '2026-11-01']) },
      [],
      ['unmatched (row-not-valid-then)'],
    ],
  ])('is judged by the arrival when there is one row and no sent time: %s', (sentence, item, context, mailboxes, states) => {
    expectRoute([sentence, { ...item, participants: [person(ANNA)] }, context, mailboxes, states]);
  });
});

describe('a number that an earlier version gave to somebody else', () => {
  const changedAt = new Date('2026-11-19T16:20:00Z');
  const current = rowsOf([ANNA, 'ben@contoso.example']);
  const earlier = (mailbox: string, from = '', to = '') =>
    createEarlierMappings(createUserMapping(current, 'new'), [
      { mapping: createUserMapping([aRow(ANNA, mailbox, from, to)], 'old'), activeUntil: changedAt },
    ]);
  const before = new Date('2026-11-19T16:19:59.999Z');
  const participants = [person(ANNA)];

  it.each<RouteCase>([
    ['an item sent before the change is ambiguous', { date: before }, {}, [], ['ambiguous (number-re-assigned)']],
    ['an item sent after it is not', { date: changedAt }, {}, ['ben by custom-mapping for 0'], ['matched']],
    ['an item without a sent time is ambiguous', { date: undefined }, {}, [], ['ambiguous (number-re-assigned)']],
    [
      "an administrator's replay decides",
      { date: before },
      { isReplayedByAdministrator: true },
      ['ben by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'the same mailbox under another address is no change',
      { date: before },
      { earlierMappings: earlier('ben@CONTOSO.example') },
      ['ben by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a mailbox that is not valid is no change',
      { date: before },
      { earlierMappings: earlier('gone@contoso.example') },
      ['ben by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a row of the earlier version that was not valid then is no change',
      { date: before },
      { earlierMappings: earlier('anna@contoso.example', '2026-11-20') },
      ['ben by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a row that says itself from when it is valid is believed',
      { date: before },
      { rows: rowsOf([ANNA, 'ben@contoso.example', '2026-11-16']) },
      ['ben by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a row that says so does not help without a sent time',
      { date: undefined },
      { rows: rowsOf([ANNA, 'ben@contoso.example', '2026-11-16']) },
      [],
      ['ambiguous (number-re-assigned)'],
    ],
  ])('%s', (sentence, item, context, mailboxes, states) => {
    expectRoute([
      sentence,
      { ...item, participants },
      { rows: current, earlierMappings: earlier('anna@contoso.example'), ...context },
      mailboxes,
      states,
    ]);
  });

  it('shows both mailboxes', () => {
    const routing = routeItem(
      anItem({ date: before, participants }),
      aContext({ rows: current, earlierMappings: earlier('anna@contoso.example') }),
    );

    expect(routing.participants[0]?.candidates).toEqual(['anna@contoso.example', 'ben@contoso.example']);
  });
});
