import { atMost, exactly } from '../report/goals';
import type { GrowthFigures } from './in-process/growth';
import { inProcess } from './in-process-child';
import type { BenchRow } from './row';

/** Ten times the deliveries: what they cost in all, page included. */
export const GROWTH_ROW: BenchRow = {
  id: 'growth',
  what: 'ten times the deliveries in one run, in-memory stores',
  measure: async ({ form }) => {
    const small = form === 'full' ? 100_000 : 10_000;
    const few = await inProcess<GrowthFigures>('growth', String(small));
    const many = await inProcess<GrowthFigures>('growth', String(10 * small));
    const cpu = (many.cpuMs + many.pageCpuMs) / (few.cpuMs + few.pageCpuMs);
    const calls = (many.calls + many.pageCalls) / (few.calls + few.pageCalls);
    const nextDay = many.nextDayCalls / many.nextDayDeliveries / (few.nextDayCalls / few.nextDayDeliveries);
    const name = `${(10 * small).toLocaleString('en')} deliveries cost, times ${small.toLocaleString('en')}`;
    return {
      messageSet: undefined,
      record: {
        id: 'growth',
        what: GROWTH_ROW.what,
        runs: 1,
        ours: undefined,
        peers: undefined,
        goals: [
          atMost(`${name}: CPU`, 12, cpu, ' x', 1),
          atMost(`${name}: calls to storage`, 12, calls, ' x', 1),
          atMost(
            'pages of the API after it, calls to storage, times those after the smaller day',
            12,
            many.pageCalls / few.pageCalls,
            ' x',
            1,
          ),
          exactly('deliveries that the larger run imported', 10 * small, many.imported),
          atMost('the next day: calls to storage a delivery, times those after the smaller day', 1.2, nextDay, ' x', 2),
        ],
        checked: {
          calls: { value: calls, better: 'less', tolerance: 0.1 },
          pageCalls: { value: many.pageCalls / few.pageCalls, better: 'less', tolerance: 0.1 },
        },
        calibration: { callsPerDelivery: many.calls / many.deliveries },
      },
    };
  },
};
