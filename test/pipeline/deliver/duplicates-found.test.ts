import { recordDuplicates, takeDuplicatesFound } from '../../../runtime/pipeline/deliver/record-duplicates';
import type { DuplicateFoundRow } from '../../../runtime/pipeline/rows/batch-row';
import type { FaultHook } from '../../fakes/fault-gate';
import { World } from '../world/world';

const KEY = 'c0ffee'.padEnd(64, '0');
const MAILBOX = 'mailbox-of-anna';

/** A look of a process of its own that sees these copies, oldest first. */
async function look(world: World, copies: readonly string[], hook?: FaultHook): Promise<void> {
  const process = world.process(hook);
  const seen = copies.map((id) => ({ id }));
  await process.run(() => recordDuplicates(MAILBOX, KEY, seen, process.ports));
}

/** What the report of a run counts; undefined when its process died. */
async function count(world: World, runId: string, hook?: FaultHook): Promise<number | undefined> {
  const process = world.process(hook);
  return process.run(() => takeDuplicatesFound(runId, process.ports.stores));
}

/** Every place where a process may die, before a call and after it, until the work needs no more calls. */
async function atEachCall(check: (hook: FaultHook) => Promise<void>): Promise<number> {
  for (let at = 0; ; at += 1) {
    let isReached = false;
    for (const decision of ['crash-before', 'crash-after'] as const) {
      await check(({ index }) => {
        isReached ||= index === at;
        return index === at ? decision : 'pass';
      });
    }
    if (!isReached) return at;
  }
}

describe('copies that are too many', () => {
  it('count once each, in the run that closes after a look saw them first', async () => {
    const world = new World();
    await look(world, ['first', 'second']);
    expect(await count(world, 'run-1')).toBe(1);

    await look(world, ['first', 'second', 'third']);
    await look(world, ['third', 'second', 'first']);

    expect(await count(world, 'run-2')).toBe(1);
    await look(world, ['first', 'second', 'third']);
    expect(await count(world, 'run-3')).toBe(0);
  });

  it('count all when two looks find them before a run closes', async () => {
    const world = new World();
    await look(world, ['first', 'second']);
    await look(world, ['first', 'second', 'third']);

    expect(await count(world, 'run-1')).toBe(2);
  });

  it('count when only they are seen, beside the one that an earlier look saw', async () => {
    const world = new World();
    await look(world, ['first', 'second']);
    await look(world, ['third']);

    expect(await count(world, 'run-1')).toBe(2);
  });

  it('count the same when a run is closed again, and what was found meanwhile besides', async () => {
    const world = new World();
    await look(world, ['first', 'second']);
    expect(await count(world, 'run-1')).toBe(1);
    expect(await count(world, 'run-1')).toBe(1);

    await look(world, ['first', 'second', 'third']);

    expect(await count(world, 'run-1')).toBe(2);
  });

  it('count once wherever a look dies, also when a run closes before the next one', async () => {
    const calls = await atEachCall(async (hook) => {
      for (const closesBetween of [true, false]) {
        const world = new World();
        await look(world, ['first', 'second', 'third'], hook);
        const between = closesBetween ? await count(world, 'run-1') : 0;
        await look(world, ['first', 'second', 'third']);
        expect((await count(world, 'run-2')) ?? 0).toBe(2 - (between ?? 0));
      }
    });
    expect(calls).toBeGreaterThanOrEqual(5);
  });

  it('count once wherever a close dies, also when another run closes first', async () => {
    const calls = await atEachCall(async (hook) => {
      for (const isOtherFirst of [true, false]) {
        const world = new World();
        await look(world, ['first', 'second', 'third']);
        await count(world, 'run-1', hook);
        const other = isOtherFirst ? await count(world, 'run-2') : 0;
        expect(((await count(world, 'run-1')) ?? 0) + (other ?? 0)).toBe(2);
        expect(await count(world, 'run-3')).toBe(0);
      }
    });
    expect(calls).toBeGreaterThanOrEqual(8);
  });

  it('that an earlier release found count as it wrote them', async () => {
    const world = new World();
    const row = { key: `d-${KEY}`, v: 1, mailboxId: MAILBOX, importKey: KEY } as const;
    const older = { ...row, copies: JSON.stringify(['first', 'second', 'third']), extra: 1 } as Omit<DuplicateFoundRow, 'partition'>;
    await world.stores.batches.upsert({ ...older, partition: 'found' });
    await world.stores.batches.upsert({ ...older, partition: 'known-duplicates' });

    expect(await count(world, 'run-1')).toBe(1);
    await look(world, ['first', 'second', 'third', 'fourth']);
    expect(await count(world, 'run-2')).toBe(1);
  });
});
