import { syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { rebuild } from '../../../runtime/pipeline/rebuild/rebuild';
import { verify } from '../../../runtime/pipeline/verify/verify';
import { expectCopies } from '../../pipeline/expect-day';
import { creates, DAY_IN_MS, emptyTables, heldOf, laterBy, ledgerOf, rebuilt } from '../../pipeline/lost-ledger/lost-stores';
import { once } from '../../pipeline/rules/pause';
import { importDay, readReport, syntheticWorld } from '../../pipeline/synthetic-world';
import type { World } from '../../pipeline/world/world';

jest.setTimeout(120_000);

const day = syntheticDay(7, '2026-11-20', 'default');
/** Mailboxes that do not open tell nothing of their copies. */
const unreadable = day.users.filter(({ mailbox }) => mailbox !== 'user' && mailbox !== 'shared');

/** A day with everything that goes wrong: held, unmatched, quarantined, rejected. */
async function importedDay(): Promise<World> {
  const world = syntheticWorld(day);
  await importDay(world, day);
  return world;
}

describe('rebuild of empty tables', () => {
  it('brings back the ledger as it was and every entry that was held; the next run adds up and imports nothing', async () => {
    const world = await importedDay();
    const before = { ledger: ledgerOf(world), held: await heldOf(world), creates: creates(world) };
    emptyTables(world);

    const { findings, counts, runId } = await rebuilt(world);

    expect(findings.filter(({ code }) => code !== 'mailbox-unreadable')).toEqual([]);
    expect(findings.length).toBeLessThanOrEqual(unreadable.length);
    expect(counts).toMatchObject({ reports: 1, copiesOfOpenRuns: 0 });
    expect(await readReport(world, runId ?? '')).toMatchObject({ reconciled: true, differences: [], counts: { imported: 0 } });
    expect({ ledger: ledgerOf(world), held: await heldOf(world), creates: creates(world) }).toEqual(before);

    laterBy(world, DAY_IN_MS);
    expect(await importDay(world, day)).toMatchObject({
      reconciled: true,
      differences: [],
      counts: { itemsAvailableFromSource: 0, imported: 0 },
    });
    const process = world.process();
    expect((await process.run(() => verify({ mailboxes: true }, process.ports)))?.findings).toEqual([]);
    expectCopies(world, day);
  });

  it('comes to the same when it is interrupted and repeated', async () => {
    const world = await importedDay();
    const before = { ledger: ledgerOf(world), held: await heldOf(world), creates: creates(world) };
    emptyTables(world);
    for (const at of [30, 120, 250]) {
      const process = world.process(once('crash-after', ({ index }) => index === at));
      await process.run(() => rebuild('somebody', process.ports));
      expect(process.gate.isDead).toBe(true);
      laterBy(world, 61_000);
    }

    await rebuilt(world);

    expect({ ledger: ledgerOf(world), held: await heldOf(world), creates: creates(world) }).toEqual(before);
    laterBy(world, DAY_IN_MS);
    expect(await importDay(world, day)).toMatchObject({ reconciled: true, differences: [], counts: { imported: 0 } });
    expectCopies(world, day);
  });
});
