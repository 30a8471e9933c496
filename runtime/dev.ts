/**
 * `npm run dev`: local mode that is built and started again whenever a file of `runtime/` changes. Its data stays in `.signal-archive-dev`;
 * what is typed after `--` goes to `signal-archive local`.
 *
 * Node strips the types of this file and reads it as CommonJS, hence `require`.
 */
const { spawn, spawnSync } = require('node:child_process') as typeof import('node:child_process');
const { watch } = require('node:fs') as typeof import('node:fs');
const { join } = require('node:path') as typeof import('node:path');

type ChildProcess = import('node:child_process').ChildProcess;

const ROOT = join(__dirname, '..');
const DATA = '.signal-archive-dev';
/** Editors write a file in several steps, and a change of branch changes many. */
const QUIET_IN_MS = 250;

let running: ChildProcess | undefined;
let isEnding = false;
let pending: NodeJS.Timeout | undefined;
/** One restart after the other. */
let work: Promise<void> = Promise.resolve();

function build(): boolean {
  return spawnSync(process.execPath, [join(__dirname, 'bundle.ts')], { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

function start(): void {
  const program = join(ROOT, 'dist', 'cli', 'signal-archive.js');
  running = spawn(process.execPath, [program, 'local', '--data', DATA, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
  running.once('exit', (code) => {
    running = undefined;
    if (!isEnding) process.stderr.write(`Local mode ended with ${code}; it starts again at the next change.\n`);
  });
}

function stop(): Promise<void> {
  const child = running;
  if (child === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}

async function restart(): Promise<void> {
  if (isEnding || !build()) return;
  isEnding = true;
  await stop();
  isEnding = false;
  start();
}

watch(join(ROOT, 'runtime'), { recursive: true }, () => {
  clearTimeout(pending);
  pending = setTimeout(() => {
    work = work.then(restart);
  }, QUIET_IN_MS);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isEnding = true;
    void stop().then(() => process.exit(0));
  });
}

if (build()) start();
else process.exitCode = 1;
