import { runCli } from './run-cli';
import { VERBS } from './verbs';

const output = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: (line: string) => void process.stderr.write(`${line}\n`),
  isTerminal: process.stdout.isTTY === true,
};

void runCli(process.argv.slice(2), VERBS, output).then((code) => {
  process.exitCode = code;
});
