import type { Report } from '../../runtime/domain/evidence/report';
import type { SyntheticPackage } from '../../runtime/local/telemessage-simulator/synthetic/package-writer';
import { vendorZip } from '../../runtime/local/telemessage-simulator/synthetic/package-writer';
import { readReport } from './synthetic-world';
import { World } from './world/world';

const packageAt = (time: string, sequence: number): SyntheticPackage => vendorZip([], new Date(time), sequence);

/** Daily runs at half past six; the vendor zips at three and at one o'clock. */
async function reportsOf(days: number, missing: readonly string[] = []): Promise<readonly Report[]> {
  const world = new World({ start: '2026-11-09T06:30:00Z' });
  for (let day = 9; day < 9 + days; day += 1) {
    const date = `2026-11-${String(day).padStart(2, '0')}`;
    for (const [index, hour] of ['03', '13'].entries()) {
      const each = packageAt(`${date}T${hour}:00:00Z`, index + 1);
      if (!missing.includes(`${date} ${index + 1}`)) world.site.put(each.name, each.content, { arrivedAt: each.arrivedAt });
    }
  }
  const reports: Report[] = [];
  for (let day = 0; day < days; day += 1) {
    const process = world.process();
    world.clock.jumpTo(new Date(Date.parse('2026-11-10T06:30:00Z') + day * 86_400_000));
    const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    await process.drain();
    reports.push(await readReport(world, run?.partition ?? ''));
  }
  return reports;
}

const gapsOf = ({ sourceProblems }: Report): readonly string[] => sourceProblems.map(({ detail }) => detail);

describe('the numbers of the vendor in daily listings', () => {
  it('have no hole where only the window of the listing cuts a day', async () => {
    expect((await reportsOf(7)).flatMap(gapsOf)).toEqual([]);
  });

  it('have the hole that is there, in every listing that shows its whole day', async () => {
    const reports = await reportsOf(7, ['2026-11-12 1']);

    expect(reports.map((report) => gapsOf(report).length)).toEqual([0, 0, 0, 1, 1, 1, 0]);
    expect(gapsOf(reports[3] as Report)).toEqual(['20261112: package 1 of 2 has not arrived']);
  });
});
