/**
 * `npm run test:fuzz [-- --cases 240000 --seed 1 --only item|package|mapping]`: coverage-guided fuzzing of everything that reads outside
 * bytes, in a process of its own with a small heap. Prints one line a reader: cases, seed, seconds, inputs kept, slowest case, peak memory.
 * A broken rule prints the seed, the case and the input, and ends with 1.
 */
const { buildSync } = require('esbuild') as typeof import('esbuild');
const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
const fs = require('node:fs') as typeof import('node:fs');
const os = require('node:os') as typeof import('node:os');
const path = require('node:path') as typeof import('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'signal-archive-fuzz-'));
try {
  const outfile = path.join(folder, 'fuzz-main.js');
  buildSync({
    entryPoints: [path.join(__dirname, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    logLevel: 'error',
  });
  const { status } = spawnSync(process.execPath, ['--max-old-space-size=192', outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  fs.rmSync(folder, { recursive: true });
}
