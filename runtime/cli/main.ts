import type { TextOutput } from '../local/start/text-output';
import { runCli } from './run-cli';
import { VERBS } from './verbs';

const sharesTerminal = process.stdout.isTTY === true && process.stderr.isTTY === true;
/** A bar may be drawn where the line begins. */
const CLEAR_LINE = '\r\u001b[K';

const output: TextOutput = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${sharesTerminal ? CLEAR_LINE : ''}${line}\n`),
  drained: () =>
    process.stdout.writableNeedDrain ? new Promise((resolve) => process.stdout.once('drain', () => resolve())) : Promise.resolve(),
  isTerminal: process.stdout.isTTY === true,
};

/** `signal-archive inspect ... | head` has read enough: that is no failure of ours. A terminal that is gone must not keep a run from its end. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
process.stderr.on('error', () => {});

void runCli(process.argv.slice(2), VERBS, output).then((code) => {
  process.exitCode = code;
});
