/**
 * `node test/hostile/run-bundled.ts <folder> [options]`: bundles `test/hostile/<folder>/main.ts` and runs it in a process of its own, so that its
 * memory is its own. `HEAP_MEBIBYTES` limits its heap.
 */
const { buildSync } = require('esbuild') as typeof import('esbuild');
const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
const fs = require('node:fs') as typeof import('node:fs');
const os = require('node:os') as typeof import('node:os');
const path = require('node:path') as typeof import('node:path');

const [name = '', ...options] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'signal-archive-hostile-'));
try {
  const outfile = path.join(folder, `${name}-main.js`);
  const entry = path.join(__dirname, name, 'main.ts');
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', target: 'node22', logLevel: 'error' });
  const heap = process.env['HEAP_MEBIBYTES'];
  const limits = heap === undefined ? [] : [`--max-old-space-size=${heap}`];
  const { status } = spawnSync(process.execPath, [...limits, outfile, ...options], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  fs.rmSync(folder, { recursive: true });
}
