import { smallDay } from '../faults/harness/small-day';
import { activate, readReport } from './synthetic-world';
import { World } from './world/world';

const MEBIBYTE = 1024 * 1024;

/** A day with one item of 5 MiB for two mailboxes, imported in a tenant whose configuration says whether copies may be added to. */
async function importLargeItem(attachesAfterCreate: boolean) {
  const day = smallDay(3, { items: 3, large: [5 * MEBIBYTE], packages: 1 });
  const world = new World({
    users: day.users,
    start: '2026-11-21T06:30:00Z',
    options: { allowedDomains: day.domains, attachesAfterCreate },
  });
  for (const { name, content, arrivedAt } of day.packages) world.site.put(name, content, { arrivedAt });
  const process = world.process();
  await activate(process, day.mapping);
  const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await process.drain({ workers: 4 });
  return { world, report: await readReport(world, run?.partition ?? '') };
}

describe('an item that does not fit into one request', () => {
  it('is a stub from the start where the configuration says that nothing may be added to a copy', async () => {
    const { world, report } = await importLargeItem(false);

    const asked = Object.fromEntries(world.exchange.requests);
    expect([asked['attach'], asked['open-upload'], asked['move']]).toEqual([undefined, undefined, undefined]);
    expect(report.counts).toMatchObject({ importedInPart: 2, failed: 0 });
    expect(report.heldBalance).toMatchObject({ added: 2, closing: 2 });
  });

  it('is imported whole otherwise', async () => {
    const { world, report } = await importLargeItem(true);

    expect(world.exchange.requests.get('open-upload')).toBe(2);
    expect(report.counts).toMatchObject({ importedInPart: 0, failed: 0, held: 0 });
    expect(report.state).toBe('complete');
  });
});
