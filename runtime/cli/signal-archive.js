#!/usr/bin/env node
/**
 * `npx signal-archive <verb>`: runs the built command line with the toolchain's Node, whatever the system's Node is.
 */
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const program = join(root, 'dist', 'cli', 'signal-archive.js');
if (!existsSync(program)) {
  process.stderr.write('signal-archive is not built yet: run npm ci && npm run build\n');
  process.exit(1);
}
const toolchain = join(root, 'node_modules', 'node', 'bin', 'node');
const hasOwnNode = Number(process.versions.node.split('.')[0]) >= 22;
if (hasOwnNode) require(program);
else {
  const { status } = spawnSync(existsSync(toolchain) ? toolchain : process.execPath, [program, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
