import { groupHeld } from '../../../../runtime/web/page/held/group-held';
import { aHeldRow } from '../support/a-held-row';

const LIMITS = { groups: 10, rows: 10 };

describe('what is held', () => {
  it('stands by reason in fixed order, then by number or mailbox, the largest group first', () => {
    const rows = [
      aHeldRow({ reason: 'not-in-scope', participant: '', address: 'jonas.weber@contoso.com' }),
      aHeldRow({ participant: '447700900171' }),
      aHeldRow(),
      aHeldRow(),
      aHeldRow({ reason: 'quarantined', participant: '' }),
    ];

    const sections = groupHeld(rows, LIMITS);

    expect(sections.map(({ reason, groups }) => [reason, groups.map(({ kind, name, count }) => [kind, name, count])])).toEqual([
      [
        'unmatched',
        [
          ['number', '447700900184', 2],
          ['number', '447700900171', 1],
        ],
      ],
      ['quarantined', [['items', '', 1]]],
      ['not-in-scope', [['mailbox', 'jonas.weber@contoso.com', 1]]],
    ]);
  });

  it('shows the newest of a group first and says since when it is held', () => {
    const rows = ['2026-11-18', '2026-11-20', '2026-11-19'].map((day) =>
      aHeldRow({ sentAt: `${day}T09:00:00.000Z`, arrivedAt: `${day}T12:00:00.000Z` }),
    );

    const [group] = groupHeld(rows, LIMITS)[0]?.groups ?? [];

    expect(group?.rows.map(({ sentAt }) => sentAt.slice(8, 10))).toEqual(['20', '19', '18']);
    expect(group?.since).toBe('2026-11-18T12:00:00.000Z');
  });

  it('counts everything where it shows a part of it', () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => aHeldRow({ participant: String(447700000000 + (index % 200)) }));

    const [section] = groupHeld(rows, { groups: 12, rows: 6 });

    expect(section).toMatchObject({ count: 3_000, groupCount: 200 });
    expect(section?.groups).toHaveLength(12);
    expect(section?.groups[0]).toMatchObject({ count: 15, rows: { length: 6 } });
  });

  it('lets a package stand for its items', () => {
    const item = { reason: 'rejected-package', kind: 'item' } as const;
    const rows = [aHeldRow(item), aHeldRow({ reason: 'rejected-package', kind: 'package', participant: '' }), aHeldRow(item)];

    const [group] = groupHeld(rows, LIMITS)[0]?.groups ?? [];

    expect(group).toMatchObject({ kind: 'package', name: 'p1', count: 3 });
    expect(group?.rows.map(({ kind }) => kind)).toEqual(['package']);
  });
});
