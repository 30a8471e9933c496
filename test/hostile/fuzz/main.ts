import { parseArgs } from 'node:util';
import { BlockCoverage } from './block-coverage';
import { Fuzzer } from './fuzz-loop';
import type { FuzzTarget } from './fuzz-target';
import { itemTarget } from './item-target';
import { mappingTarget } from './mapping-target';
import { packageTarget } from './package-target';

/** The largest share goes to the reader with the most ways to go wrong. */
const SHARES: readonly (readonly [FuzzTarget, number])[] = [
  [itemTarget, 0.5],
  [packageTarget, 0.25],
  [mappingTarget, 0.25],
];

/**
 * `npm run test:fuzz [-- --cases 240000 --seed 1 --only item|package|mapping]`: coverage-guided fuzzing of everything that reads outside bytes.
 * Prints one line a reader: cases, seed, seconds, inputs kept, slowest case, peak memory. A broken rule prints the seed, the case and the input,
 * and ends with 1.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '240000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string', default: '' },
    },
  });
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  for (const [target, share] of SHARES) {
    if (values.only !== '' && values.only !== target.name) continue;
    const startedAt = performance.now();
    const coverage = new BlockCoverage('fuzz-main');
    const result = await new Fuzzer(target, seed, coverage).run(values.only === '' ? Math.round(cases * share) : cases);
    coverage.stop();
    process.stdout.write(`${JSON.stringify({ ...result, seed, seconds: Math.round((performance.now() - startedAt) / 1_000) })}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
