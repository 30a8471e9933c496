import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { HOSTILE_MAILS } from '../item/hostile-mails';
import { BOMBS } from '../package/bombs';

const TIME_LIMIT_IN_MS = 600_000;

interface Measured extends Readonly<Record<string, number>> {
  readonly peakRssInMebibytes: number;
}

/** In a process of its own, with the worker's own options of Node. */
function measure(scenario: string): Measured {
  const runner = join(__dirname, '../run-bundled.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [runner, 'sizes', scenario], { encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

describe('large input', () => {
  it(
    'of 150 MB in one item adds next to nothing',
    () => {
      const { bytes, peakRssInMebibytes } = measure('item');

      expect(bytes).toBeGreaterThan(150 * 1024 * 1024);
      expect(peakRssInMebibytes - measure('nothing').peakRssInMebibytes).toBeLessThan(32);
    },
    TIME_LIMIT_IN_MS,
  );

  it(
    'of 2 GB in one package is checked and read in flat memory',
    () => {
      const measured = measure('package');

      expect(measured).toMatchObject({ items: 14 });
      expect(measured['bytes']).toBeGreaterThan(2e9);
      expect(measured.peakRssInMebibytes).toBeLessThan(256);
    },
    TIME_LIMIT_IN_MS,
  );

  it(
    'of five times as many items takes no more memory to unpack',
    () => {
      const [few, many] = [measure('unpack-4000'), measure('unpack-20000')];

      expect([few['routed'], many['routed']]).toEqual([4_000, 20_000]);
      expect(many.peakRssInMebibytes).toBeLessThan(256);
      expect(many.peakRssInMebibytes - few.peakRssInMebibytes).toBeLessThan(96);
    },
    TIME_LIMIT_IN_MS,
  );

  it(
    'made to exhaust a reader stays below 512 MB',
    () => {
      const { mails, archives, peakRssInMebibytes } = measure('hostile');

      expect([mails, archives]).toEqual([HOSTILE_MAILS.length, BOMBS.length]);
      expect(peakRssInMebibytes).toBeLessThan(512);
    },
    TIME_LIMIT_IN_MS,
  );

  it(
    'of a million mapping rows is checked and indexed as a whole',
    () => {
      const { rows, peakRssInMebibytes } = measure('mapping');

      expect(rows).toBe(1_000_000);
      expect(peakRssInMebibytes).toBeLessThan(768);
    },
    TIME_LIMIT_IN_MS,
  );
});
