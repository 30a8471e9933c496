import { createUserMapping, type MappingRow } from '../../../runtime/domain/mapping/user-mapping';
import { createEarlierMappings, NO_EARLIER_MAPPINGS } from '../../../runtime/domain/routing/earlier-mappings';
import { aRow } from './builders';

const version = (activeUntil: string, ...rows: readonly MappingRow[]) => ({
  mapping: createUserMapping(rows, activeUntil),
  activeUntil: new Date(activeUntil),
});

describe('createEarlierMappings', () => {
  const current = createUserMapping(
    [aRow('1', 'new@contoso.example'), aRow('2', 'same@contoso.example'), aRow('3', 'b@contoso.example', '2026-01-01')],
    'c',
  );

  it('keeps rows of numbers that have another mailbox now, version by version', () => {
    const earlier = createEarlierMappings(current, [
      version('2026-01-01T00:00:00Z', aRow('1', 'old@contoso.example'), aRow('2', 'same@contoso.example')),
      version('2026-02-01T00:00:00Z', aRow('1', 'older@contoso.example', '2025-01-01', '2025-06-01'), aRow('3', 'a@contoso.example')),
    ]);

    expect(earlier.rowsOf('1')).toEqual([
      { mailbox: 'old@contoso.example', validFrom: undefined, validTo: undefined, activeUntil: new Date('2026-01-01T00:00:00Z') },
      {
        mailbox: 'older@contoso.example',
        validFrom: new Date('2025-01-01'),
        validTo: new Date('2025-06-01'),
        activeUntil: new Date('2026-02-01T00:00:00Z'),
      },
    ]);
    expect(earlier.rowsOf('3')).toHaveLength(1);
  });

  it.each([
    ['a number with the same mailbox', '2'],
    ['a number that has no row any more', '4'],
    ['a number that never had one', '5'],
  ])('keeps nothing of %s', (_case, phone) => {
    const earlier = createEarlierMappings(current, [
      version(
        '2026-01-01T00:00:00Z',
        aRow('1', 'old@contoso.example'),
        aRow('2', 'same@contoso.example'),
        aRow('4', 'gone@contoso.example'),
      ),
    ]);

    expect(earlier.rowsOf(phone)).toEqual([]);
  });

  it('is the empty one when nothing was given to anybody else', () => {
    expect(createEarlierMappings(current, [])).toBe(NO_EARLIER_MAPPINGS);
    expect(createEarlierMappings(current, [version('2026-01-01T00:00:00Z', aRow('2', 'same@contoso.example'))])).toBe(NO_EARLIER_MAPPINGS);
    expect(NO_EARLIER_MAPPINGS.rowsOf('1')).toEqual([]);
  });
});
