import type { Report } from '../../runtime/domain/evidence/report';
import { syntheticDay } from '../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { expectCopies } from './expect-day';
import { importDay, syntheticWorld } from './synthetic-world';

jest.setTimeout(60_000);

describe('a day without troubles', () => {
  const day = syntheticDay(7, '2026-11-20', 'tiny', { troubles: false });

  it('brings every message into every mailbox that must get it, exactly once', async () => {
    const world = syntheticWorld(day);

    const report = await importDay(world, day);

    expectCopies(world, day);
    expect(report).toMatchObject({ state: 'complete', reconciled: true, differences: [] } satisfies Partial<Report>);
    expect(report.counts).toMatchObject(day.expected.counts);
  });

  it('makes one message request a delivery and at most six folder requests a mailbox', async () => {
    const world = syntheticWorld(day);

    const report = await importDay(world, day);

    const requests = Object.fromEntries(world.exchange.requests);
    expect(requests['create']).toBe(report.counts.imported);
    expect(requests['look'] ?? 0).toBe(0);
    expect((requests['find-folder'] ?? 0) + (requests['create-folder'] ?? 0)).toBeLessThanOrEqual(6 * world.exchange.mailboxes.length);
  });

  it('imports nothing again when the same day is listed again', async () => {
    const world = syntheticWorld(day);
    await importDay(world, day);

    const again = await importDay(world, day);

    expect(again.counts).toMatchObject({ itemsAvailableFromSource: 0, deliveriesAvailable: 0, imported: 0 });
    expect(again.state).toBe('complete');
    expectCopies(world, day);
  });
});

describe('a day with troubles', () => {
  const day = syntheticDay(7, '2026-11-20', 'default');

  it('delivers what can be delivered and holds the rest where people see it', async () => {
    const world = syntheticWorld(day);

    const report = await importDay(world, day);

    expect(report.counts).toMatchObject(day.expected.counts);
    expect(report).toMatchObject({ state: 'degraded', reconciled: true, differences: [] });
    expectCopies(world, day);
  });
});
