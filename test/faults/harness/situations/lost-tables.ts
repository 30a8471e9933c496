import { rebuild } from '../../../../runtime/pipeline/rebuild/rebuild';
import { startRuns } from '../../../../runtime/pipeline/runs/start-runs';
import { DAY_IN_MS, emptyTables, laterBy } from '../../../pipeline/lost-ledger/lost-stores';
import { afterBothDays, afterTheFirstDay, both } from '../../../pipeline/lost-ledger/two-days';
import type { World } from '../../../pipeline/world/world';
import { violationsOf } from '../check-world';
import { smallDay } from '../small-day';
import { fireTimer, smallWorld, workThrough } from '../small-world';
import type { PrepareSituation, Situation } from './situation';

/** As local mode sets it. */
const LOCAL = { idleCloseInSeconds: 120, lookAfterSeconds: [1, 3, 30] as const, settleDelayInSeconds: 1 };
/** What two reports count because the tables that knew of the first one are gone. */
const COUNTED_AGAIN = /^(?:imported|items): /;

async function rebuildAndGoOn(world: World): Promise<void> {
  const process = world.process();
  await process.run(() => rebuild('somebody', process.ports));
  await process.drain();
  laterBy(world, DAY_IN_MS);
  await workThrough(world);
}

/** The tables are lost between two days; what follows is the work. */
const lost =
  (lose: (world: World, older: () => void) => void, work: Situation['work'], isRebuilt: boolean): PrepareSituation =>
  async () => {
    const { world, older } = await afterBothDays();
    lose(world, older);
    return {
      world,
      work,
      violations: async () => {
        laterBy(world, 61_000);
        await rebuildAndGoOn(world);
        return (await violationsOf(world, both)).filter((text) => isRebuilt || !COUNTED_AGAIN.test(text));
      },
    };
  };

/** A report was published, and storage that was killed has forgotten what was decided about it: with its page, or without. */
const published =
  (where: string, operation: string): PrepareSituation =>
  async () => {
    const day = smallDay(81, { items: 8, people: 3 });
    const world = await smallWorld(day, { options: LOCAL });
    let back = (): void => undefined;
    await workThrough(world, {
      hook: (point) => {
        if (point.store === 'signer' && point.operation === 'sign') back = world.account.remember('tables');
        return point.key.endsWith(where) && point.operation === operation ? 'crash-after' : 'pass';
      },
    });
    back();
    laterBy(world, 61_000);
    return {
      world,
      work: async (process) => {
        await startRuns({ isRecovery: true }, process.ports);
        await process.work({ workers: 2 });
      },
      violations: async () => {
        laterBy(world, DAY_IN_MS);
        await workThrough(world);
        return violationsOf(world, day);
      },
    };
  };

export const LOST_TABLES: Readonly<Record<string, PrepareSituation>> = {
  'the tables came back older, and a run looks first': lost(
    (_world, older) => older(),
    async (process) => {
      await fireTimer(process);
      await process.work({ workers: 2 });
    },
    false,
  ),
  'the tables came back older and are rebuilt': lost(
    (_world, older) => older(),
    async (process) => {
      await rebuild('somebody', process.ports);
      await process.work({ workers: 2 });
    },
    true,
  ),
  'the tables are empty and are rebuilt': lost(
    emptyTables,
    async (process) => {
      await rebuild('somebody', process.ports);
      await process.work({ workers: 2 });
    },
    true,
  ),
  'a row of the ledger is gone while its delivery is queued': async () => {
    const world = await afterTheFirstDay();
    const process = world.process();
    await process.run(() => fireTimer(process));
    await process.drain({ until: () => world.account.queues.queue('deliveries').size > 0 });
    const [row] = [...world.account.table('deliveries').rows()].filter((each) => (each as { state?: string }).state === 'pending');
    if (row !== undefined) world.account.table('deliveries').apply({ kind: 'delete', row });
    laterBy(world, 61_000);
    return { world, work: (next) => next.work({ workers: 2 }), violations: () => violationsOf(world, both) };
  },
  'a report is published and its decision forgotten, without its page': published('/report.json', 'create'),
  'a report is published and its decision forgotten, with its page': published('/report.html', 'create'),
};
