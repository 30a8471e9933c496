import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { RandomSource } from '../item/random-source';
import { inChunks } from './item-target';

/** A sample of the long run (`npm run test:fuzz`); `FUZZ_SEED` for another one. */
const CASES = 24_000;
const SEED = process.env['FUZZ_SEED'] ?? '1';
const NOISE_CASES = 2_000;
const TIME_LIMIT_IN_MS = 600_000;
/** The heap is limited to 192 MiB; a reader that kept what it reads would end the process, or show here. */
const MOST_MEMORY_IN_MEBIBYTES = 400;

describe('bytes from outside', () => {
  it(
    `are read without an error, in time, in flat memory and as they stand (${CASES} cases)`,
    () => {
      const runner = join(__dirname, '../run-bundled.ts');
      const { stdout, stderr } = spawnSync(process.execPath, [runner, 'fuzz', '--cases', String(CASES), '--seed', SEED], {
        encoding: 'utf8',
        env: { ...process.env, HEAP_MEBIBYTES: '192' },
      });

      expect(stderr).toBe('');
      const results = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<'target' | 'cases' | 'kept' | 'peakRssInMebibytes', number>);
      expect(results.map(({ target, cases }) => [target, cases])).toEqual([
        ['item', CASES / 2],
        ['package', CASES / 4],
        ['mapping', CASES / 4],
      ]);
      for (const { kept, peakRssInMebibytes } of results) {
        expect(kept).toBeGreaterThan(10);
        expect(peakRssInMebibytes).toBeLessThan(MOST_MEMORY_IN_MEBIBYTES);
      }
    },
    TIME_LIMIT_IN_MS,
  );

  it('that are nothing but noise are an item too, the same in any chunks', () => {
    for (let index = 0; index < NOISE_CASES; index++) {
      const random = new RandomSource(Number(SEED) * 7_919 + index);
      const bytes = random.bytes(random.between(0, 300));

      const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);

      if (item.byteLength !== bytes.length || !isDeepStrictEqual(inChunks(bytes, random, DEFAULT_ITEM_SETTINGS), item))
        throw new Error(`Case ${index} of seed ${SEED}: ${bytes.toString('base64')}`);
    }
  });
});
