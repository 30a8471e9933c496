import type { Person, Role } from '../../runtime/pipeline/admin/person';
import { shownTo } from '../../runtime/web/mask';

const as = (role: Role): Person => ({ id: 'x', name: 'x', role });

describe('numbers and names', () => {
  const reader = shownTo(as('DataConnector.Reader'));

  it.each([
    ['a number', reader.number('447700900123'), '4477009001••'],
    ['a number with its plus', reader.number('+447700900123'), '+4477009001••'],
    ['a bare name in the place of a number', reader.number('Port Dispatch'), '••'],
    ['an address of somebody', reader.number('carla@fabrikam.example'), 'carla@fabrikam.example'],
    ['nothing', reader.number(''), ''],
    ['a name', reader.name('Alan Crane'), '••'],
    ['no name', reader.name(''), ''],
    [
      'a text with a number',
      reader.text('entry 1795204802000_447700900143.eml is missing'),
      'entry 17952048020••_4477009001••.eml is missing',
    ],
    ['a text with a count and a day', reader.text('412 of 20261120'), '412 of 20261120'],
  ])('are shown to a Reader without what identifies: %s', (_case, shown, expected) => {
    expect(shown).toBe(expected);
  });

  it.each(['DataConnector.Auditor', 'DataConnector.Admin'] as const)('are shown in full to %s', (role) => {
    const shown = shownTo(as(role));

    expect([shown.number('447700900123'), shown.name('Alan Crane'), shown.text('to 447700900123')]).toEqual([
      '447700900123',
      'Alan Crane',
      'to 447700900123',
    ]);
  });
});
