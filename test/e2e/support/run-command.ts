import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'cli', 'signal-archive.js');
const TIME_LIMIT_IN_MS = 180_000;
const LOOK_EVERY_MS = 50;

export interface CommandResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** Program and first arguments in the place of the built command line run by this Node. */
  readonly program?: readonly [string, ...string[]];
  /** Beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sees it as soon as it runs. */
  readonly onStart?: (command: RunningCommand) => void;
}

/** `signal-archive` as a user runs it: built, in a process of its own, with the processes that it starts. */
export class RunningCommand {
  readonly result: Promise<CommandResult>;
  private readonly child: ChildProcess;
  private readonly texts = { out: '', err: '' };

  constructor(args: readonly string[], { cwd, env = {}, program = [process.execPath, PROGRAM] }: CommandOptions = {}) {
    const [executable, ...first] = program;
    this.child = spawn(executable, [...first, ...args], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const name of ['out', 'err'] as const) {
      this.child[name === 'out' ? 'stdout' : 'stderr']?.setEncoding('utf8').on('data', (text: string) => {
        this.texts[name] += text;
      });
    }
    this.result = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.killAll();
        reject(new Error(`signal-archive ${args.join(' ')} did not end in time:\n${this.texts.out}\n${this.texts.err}`));
      }, TIME_LIMIT_IN_MS);
      this.child.once('error', reject);
      this.child.once('close', (code) => {
        clearTimeout(timer);
        resolve({ code, ...this.texts });
      });
    });
  }

  /** Waits until it has printed what fits; fails when it ends before. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.texts.out) ?? pattern.exec(this.texts.err);
      if (found !== null) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`It ended and never said ${pattern}:\n${this.texts.out}\n${this.texts.err}`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Its process and all that it started, the youngest first. */
  family(): readonly number[] {
    return familyOf(this.child.pid ?? 0);
  }

  /** What a power cut does: the command, the functions host, storage and the simulators end at once. */
  killAll(): void {
    for (const pid of this.family()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const command = new RunningCommand(args, options);
  options.onStart?.(command);
  return command.result;
}

/** A process and everything that it started, the youngest first. */
function familyOf(root: number): readonly number[] {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const parents = pairs.map((line) => line.trim().split(/\s+/).map(Number));
  const family = [root];
  for (const member of family) for (const [pid = 0, parent] of parents) if (parent === member) family.push(pid);
  return family.reverse();
}
