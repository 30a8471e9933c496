import { type ChartRun, chartOf } from '../../../../runtime/web/page/overview/chart';
import { NOW } from '../support/a-reader';

function run(from: string | null, to: string, imported: number, held = 0, rejected = 0): ChartRun {
  const at = (day: string): string => `${day}T06:30:00.000Z`;
  return {
    window: { from: from === null ? null : at(from), to: at(to) },
    counts: { imported, importedInPart: 0, failed: 0 },
    heldBalance: { added: held },
    packages: { rejected },
  };
}

describe('the chart of thirty days', () => {
  it('ends with the day of the newest window', () => {
    const { days, bars } = chartOf([run('2026-11-20', '2026-11-21', 1231, 8)], NOW);

    expect(days).toHaveLength(30);
    expect(days.at(-1)).toEqual({ at: '2026-11-20T00:00:00.000Z', isWeekend: false, isMonday: false });
    expect(bars).toEqual([{ name: '20 November', first: 29, days: 1, imported: 1231, held: 8, failed: 0, rejected: 0 }]);
  });

  it('draws a run that caught up as wide as its days, and takes the daily average for the scale', () => {
    const { bars, most, imported } = chartOf([run('2026-11-18', '2026-11-20', 2402), run('2026-11-20', '2026-11-21', 1100)], NOW);

    expect(bars.map(({ name, first, days }) => [name, first, days])).toEqual([
      ['18 to 19 November', 27, 2],
      ['20 November', 29, 1],
    ]);
    expect(most.imported).toBe(1201);
    expect(imported).toBe(3502);
  });

  it('adds a second run of a day to the first', () => {
    const again: ChartRun = {
      ...run(null, '2026-11-20', 5, 1),
      window: { from: '2026-11-20T08:00:00.000Z', to: '2026-11-20T09:00:00.000Z' },
    };

    const { bars } = chartOf([run('2026-11-20', '2026-11-21', 100), again], NOW);

    expect(bars).toEqual([expect.objectContaining({ first: 29, days: 1, imported: 105, held: 1 })]);
  });

  it('leaves out what is older, and keeps days without a run empty', () => {
    const { bars, days } = chartOf([run('2026-10-01', '2026-10-02', 9)], NOW);

    expect(bars).toEqual([]);
    expect(days.filter(({ isWeekend }) => isWeekend)).toHaveLength(8);
  });
});
