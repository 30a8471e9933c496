import { itemIndexName, writeItemIndex } from '../../../runtime/pipeline/items/item-index';
import type { MissingMessagesRow } from '../../../runtime/pipeline/rows/run-row';
import { messageFigures } from '../../../runtime/pipeline/settle/message-figures';
import { Scene } from '../rules/scene';
import { World } from '../world/world';

const hex = (value: number, salt: string): string => `${salt}${value.toString(16).padStart(12, '0')}`.padEnd(64, '0');

/** Indexes messages that nobody got, each recorded by as many phones as it has items. */
function indexUnmatched(world: World, runId: string, itemsOfMessages: readonly number[]): Promise<void> {
  const items = itemsOfMessages.flatMap((count, message) =>
    Array.from({ length: count }, (_none, item) => ({
      itemId: hex(message * 1_000_000 + item, 'a'),
      messageIdentity: hex(message, 'b'),
      sourceHash: '',
      entry: item,
      as: 'unmatched' as const,
      mailboxes: [],
      numbers: [],
    })),
  );
  return writeItemIndex(itemIndexName(runId, 'more', 0), items, world.stores);
}

describe('messages without a copy', () => {
  it('keep no run open, however many phones recorded them: what does not fit is counted', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    await indexUnmatched(
      scene.world,
      runId,
      Array.from({ length: 100 }, () => 300),
    );

    await scene.end();

    expect((await scene.world.run(runId))?.state).toBe('closed');
    expect((await scene.report(runId)).messages).toMatchObject({ available: 101, delivered: 1 });
    const row = (await scene.world.stores.runs.get(runId, 'missing-messages'))?.row as MissingMessagesRow;
    const followed = JSON.parse(row.items) as string[][];
    expect(followed.length + (row.leftOut ?? 0)).toBe(100);
    expect(followed.every((items) => items.length === 300)).toBe(true);
    expect(followed.length).toBeGreaterThan(60);
    expect(scene.world.log).toContainEqual(
      expect.objectContaining({
        text: 'More messages without a copy than are followed',
        fields: { runId, count: row.leftOut },
      }),
    );
  });

  it.each([
    ['no more than 5,000', Array.from({ length: 5_003 }, () => 1), 5_000, 3],
    ['all of a usual day', [1, 2, 3], 3, 0],
    ['none of more items than a row holds, and those after it', [20_001, 2], 1, 1],
  ])('are followed: %s', async (_name, itemsOfMessages, followed, leftOut) => {
    const world = new World();
    await indexUnmatched(world, 'run', itemsOfMessages);

    const { missing } = await messageFigures('run', world);

    expect(missing.items).toHaveLength(followed);
    expect(missing.leftOut).toBe(leftOut);
  });
});
