import type { AdminPorts } from '../../../runtime/pipeline/admin/admin-ports';
import { find } from '../../../runtime/pipeline/admin/find';
import { mapNumber } from '../../../runtime/pipeline/admin/number-acts';
import { newestRuns } from '../../../runtime/pipeline/admin/read-reports';
import { allOf } from '../../fakes/all-of';
import { type AdministeredDay, anAdministeredDay } from './a-day';
import { ADMIN } from './admin-world';

const ITEM = 'abcdef0123456789'.padEnd(64, '0');
const line = (entry: number): string => `${ITEM} ${'1'.repeat(64)} - ${entry} u - -\n`;

/** The item stands in parts of these runs; every run has two parts. */
async function indexed(runIds: readonly string[]): Promise<AdministeredDay> {
  const day = await anAdministeredDay();
  for (const runId of runIds)
    for (const part of [0, 1]) await day.world.stores.state.put(`items/${runId}/package${part}-000000000`, Buffer.from(line(part)));
  return day;
}

const placesIn = async (ports: AdminPorts, before?: string): Promise<readonly string[]> => {
  const { items } = await find(ITEM, before, ports);
  return items.map(({ runId, packageId }) => `${runId} ${packageId}`);
};

describe('an item that stands in several runs', () => {
  const RUNS = ['20261102T063000Z-aaaaaaaa', '20261120T063000Z-bbbbbbbb', '20261121T063000Z-cccccccc', '20251224T000000Z-dddddddd'];

  it('is found in all of them, the newest first, windows before the first run and runs over everything at the end', async () => {
    const day = await indexed([...RUNS, '00000000T000000Z-eeeeeeee']);

    const places = await placesIn(day.ports());

    expect(places.map((place) => place.slice(0, 8))).toEqual(
      ['20261121', '20261120', '20261102', '20251224', '00000000'].flatMap((date) => [date, date]),
    );
  });

  it('is looked for on from where the search before ended', async () => {
    const day = await indexed(RUNS);

    expect((await placesIn(day.ports(), RUNS[1])).map((place) => place.slice(0, 8))).toEqual([
      '20261102',
      '20261102',
      '20251224',
      '20251224',
    ]);
    expect((await placesIn(day.ports(), '202611')).map((place) => place.slice(0, 8))).toEqual(['20251224', '20251224']);
  });

  it('is shown fifty times at most, and then the search says how far it came', async () => {
    const runIds = Array.from({ length: 40 }, (_none, index) => `202610${String(10 + (index % 20))}T06${String(10 + index)}00Z-aaaaaaaa`);
    const day = await indexed(runIds);

    const found = await find(ITEM, undefined, day.ports());
    const rest = await find(ITEM, found.searchedBackTo, day.ports());

    expect(found.items).toHaveLength(50);
    const all = new Set([...found.items, ...rest.items].map(({ runId }) => runId));
    expect(all.size).toBe(40);
    expect(rest.searchedBackTo).toBeUndefined();
  });
});

describe('closed runs, as far as they are asked for', () => {
  it('are all there, also over the ends of the parts in which they are read', async () => {
    const day = await anAdministeredDay();
    const { runs } = day.world.stores;
    const [stored] = await allOf(runs.list('closed'));
    const head = await runs.get('chain', 'head');
    if (stored === undefined || head === undefined || !('summary' in stored.row)) throw new Error('The day has no run');
    const { summary } = stored.row;
    for (let sequence = 2; sequence <= 250; sequence += 1)
      await runs.upsert({
        ...stored.row,
        key: String(9_999_999_999 - sequence),
        summary: JSON.stringify({ ...JSON.parse(summary), sequence }),
      });
    await runs.upsert({ ...head.row, sequence: 250 } as typeof head.row);
    const sequences = async (before?: number) => (await allOf(newestRuns(day.ports(), before))).map(({ sequence }) => sequence);

    expect(await sequences()).toEqual(Array.from({ length: 250 }, (_none, index) => 250 - index));
    expect(await sequences(102)).toEqual(Array.from({ length: 101 }, (_none, index) => 101 - index));
    expect(await sequences(1)).toEqual([]);
  });
});

describe('an item that was held and got its mailbox later', () => {
  it('is found where it went, with the run that brought it there', async () => {
    const day = await anAdministeredDay();
    const [held] = (await day.held('unmatched')).filter(({ kind }) => kind === 'item');
    const order = {
      number: held?.number ?? '',
      mailbox: 'grace.adeyemi@contoso.example',
      validFrom: undefined,
      reason: '',
      isConfirmed: false,
      withEarlierItems: false,
    };
    const before = (await find(held?.itemId ?? '', undefined, day.ports())).items;

    const { replayRun } = await day.act((ports) => mapNumber(order, ADMIN, ports));

    const { items } = await find(held?.itemId ?? '', undefined, day.ports());
    expect(before.map(({ as, held: waiting }) => [as, waiting])).toEqual([['unmatched', [{ who: order.number, reason: 'unmatched' }]]]);
    expect(items.map(({ runId, as, held: waiting }) => [runId, as, waiting.length])).toEqual([
      [replayRun, 'routed', 0],
      [day.report.runId, 'unmatched', 0],
    ]);
    expect(items[0]?.deliveries).toMatchObject([{ mailbox: order.mailbox, state: 'imported' }]);
  });
});
