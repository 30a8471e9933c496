#!/usr/bin/env node
/**
 * `npx signal-archive <verb>`: runs the built command line with the toolchain's Node, whatever the system's Node is.
 *
 * Plain JavaScript for old Nodes. The process is started beside this one and signals are handed on, so that whoever ends this one ends that one
 * in order.
 */
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { constants } = require('node:os');
const { join } = require('node:path');

const LEAST_NODE = 24;
const root = join(__dirname, '..', '..');
const program = join(root, 'dist', 'cli', 'signal-archive.js');
const toolchain = join(root, 'node_modules', 'node', 'bin', 'node');

function startBeside() {
  const child = spawn(toolchain, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(`it could not be started with ${toolchain}: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
}

function fail(why) {
  process.stderr.write(`signal-archive: ${why}\n`);
  process.exit(1);
}

if (!existsSync(program)) fail('it is not built yet: run npm ci && npm run build');
if (Number(process.versions.node.split('.')[0]) >= LEAST_NODE) require(program);
else if (existsSync(toolchain)) startBeside();
else fail(`it needs Node ${LEAST_NODE}, which npm ci brings; this is Node ${process.versions.node}`);
