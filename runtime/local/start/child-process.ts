import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const START_LIMIT_IN_MS = 60_000;
const STOP_LIMIT_IN_MS = 45_000;

export interface ChildOptions {
  /** What it is, for messages. */
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** Options of Node itself. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Sees every line after the first. */
  readonly onLine?: (line: Readonly<Record<string, unknown>>) => void;
}

/** A process of local mode: it says that it is ready in its first line of JSON, and ends when its standard input ends. */
export class LocalChild {
  readonly ended: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly ready: Readonly<Record<string, unknown>>,
    private readonly asked: Map<string, () => void>,
  ) {
    this.ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  static async start({ name, script, args, nodeArgs = [], env = {}, onLine }: ChildOptions): Promise<LocalChild> {
    const child = spawn(process.execPath, [...nodeArgs, script, ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const errors: string[] = [];
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    child.stdin?.on('error', () => undefined);
    const first = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    const asked = new Map<string, () => void>();
    let isReady = false;
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) => {
      const line = parseLine(text);
      if (line === undefined) return;
      if (isReady || line['event'] === 'log') {
        asked.get(String(line['event']))?.();
        return onLine?.(line);
      }
      isReady = true;
      first.resolve(line);
    });
    child.once('error', first.reject);
    child.once('exit', (code) => first.reject(new Error(`The ${name} ended with ${code}: ${errors.join('').trim() || 'it said nothing'}`)));
    const limit = setTimeout(
      () => first.reject(new Error(`The ${name} did not say that it is ready within ${START_LIMIT_IN_MS / 1000} s`)),
      START_LIMIT_IN_MS,
    );
    try {
      return new LocalChild(child, await first.promise, asked);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(limit);
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  send(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** Sends a line and waits for the line of this event, or for the end of the process. One question an event at a time. */
  async ask(line: string, event: string): Promise<void> {
    const answered = new Promise<void>((resolve) => this.asked.set(event, resolve));
    this.send(line);
    await Promise.race([answered, this.ended]);
    this.asked.delete(event);
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.child.stdin?.end();
    const limit = setTimeout(() => this.child.kill('SIGKILL'), STOP_LIMIT_IN_MS);
    await this.ended;
    clearTimeout(limit);
  }
}

function parseLine(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
