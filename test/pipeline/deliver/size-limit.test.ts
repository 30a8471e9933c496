import { ItemTooLargeError } from '../../../runtime/ports/exchange-errors';
import { smallDay } from '../../faults/harness/small-day';
import { smallWorld, workThrough } from '../../faults/harness/small-world';
import { readReport } from '../synthetic-world';
import type { World } from '../world/world';

jest.setTimeout(60_000);

const DAY_IN_MS = 86_400_000;
const LARGE_BYTES = 3_300_000;
/** So many have begun before the first one is answered. */
const IN_FLIGHT = 4;
const UPLOADS = new Set(['attach', 'open-upload']);

/** A world whose mailboxes take no attachment that needs a request of its own; answers how often that was tried. */
async function tightWorld(large: readonly number[]) {
  const world = await smallWorld(smallDay(3, { items: 3, people: 2, packages: 1, large }));
  const tries = { count: 0 };
  for (const { id } of world.users) {
    world.exchange.mailbox(id).refusal = (operation) => {
      if (!UPLOADS.has(operation)) return undefined;
      tries.count += 1;
      return new ItemTooLargeError(id);
    };
  }
  return { world, tries };
}

function raiseLimit(world: World): void {
  for (const { id } of world.users) world.exchange.mailbox(id).refusal = undefined;
}

async function nextRun(world: World) {
  const { run } = await workThrough(world);
  return readReport(world, run?.partition ?? '');
}

describe('a mailbox that met its size limit', () => {
  it('is not asked again in the same run: what is as large becomes a stub at once', async () => {
    const { world, tries } = await tightWorld(Array.from({ length: 6 }, () => LARGE_BYTES));

    const { counts } = await nextRun(world);

    expect(counts.importedInPart).toBe(12);
    expect(tries.count).toBe(IN_FLIGHT * world.users.length);
  });

  it('gets the whole item in the next run when its limit was raised', async () => {
    const { world } = await tightWorld([LARGE_BYTES]);
    expect((await nextRun(world)).counts).toMatchObject({ importedInPart: 2 });
    raiseLimit(world);
    await world.clock.advance(DAY_IN_MS);

    const report = await nextRun(world);

    expect(report).toMatchObject({ counts: { imported: 2, importedInPart: 0 }, heldBalance: { resolved: 2, closing: 0 } });
    expect(world.exchange.archived().filter(({ attachments }) => attachments.length === 2)).toHaveLength(2);
  });

  it('and was not raised is asked once by the next run, and gets no second stub', async () => {
    const { world, tries } = await tightWorld([LARGE_BYTES]);
    await nextRun(world);
    const copies = world.exchange.archived().length;
    await world.clock.advance(DAY_IN_MS);

    const report = await nextRun(world);

    expect(tries.count).toBe(2 * world.users.length);
    expect(world.exchange.archived()).toHaveLength(copies);
    expect(report).toMatchObject({ counts: { imported: 0, importedInPart: 0 }, heldBalance: { closing: 2 } });
  });
});
