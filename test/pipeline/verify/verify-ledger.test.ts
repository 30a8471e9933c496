import { syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import type { Finding } from '../../../runtime/pipeline/verify/finding';
import { verifyLedger } from '../../../runtime/pipeline/verify/verify-ledger';
import type { Clock } from '../../../runtime/ports/clock';
import { activate, syntheticWorld } from '../synthetic-world';

/** As a real clock does: never the same moment twice. */
function letTick(clock: Clock): void {
  let ticks = 0;
  const now = clock.now.bind(clock);
  jest.spyOn(clock, 'now').mockImplementation(() => new Date(now().getTime() + ++ticks));
}

it('finds nothing after a clean day: report and ledger tell the same of each delivery, its time too', async () => {
  const day = syntheticDay(7, '2026-11-20', 'tiny', { troubles: false });
  const world = syntheticWorld(day);
  const process = world.process();
  letTick(process.ports.clock);
  await activate(process, day.mapping);
  await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await process.drain({ workers: 4 });

  const findings: Finding[] = [];
  const deliveries = await verifyLedger({ stores: world.stores }, findings);

  expect(deliveries).toBe(day.expected.counts.imported);
  expect(findings).toEqual([]);
});
