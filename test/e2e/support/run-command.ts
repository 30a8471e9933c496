import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'cli', 'signal-archive.js');

export interface CommandResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  /** Gets a way to end the command before its time. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  readonly timeoutInMs?: number;
}

/** Runs the built `signal-archive` as a user does, in a process of its own. */
export function runCommand(args: readonly string[], { onStart, timeoutInMs = 120_000 }: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      texts.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.err += text;
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`signal-archive ${args.join(' ')} did not end in time:\n${texts.out}\n${texts.err}`));
    }, timeoutInMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...texts });
    });
    onStart?.((signal) => child.kill(signal));
  });
}
