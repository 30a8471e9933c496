import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'cli', 'signal-archive.js');
const START_LIMIT_IN_MS = 280_000;

/** Local mode that stays and serves, as `npm start` does; its run is closed. */
export interface LocalMode {
  /** `http://localhost:<port>`, without a slash at its end. */
  readonly origin: string;
  /** What it printed. */
  text(): string;
  stop(): Promise<void>;
}

export async function startLocalMode(args: readonly string[]): Promise<LocalMode> {
  const child = spawn(process.execPath, [PROGRAM, 'local', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Local mode did not serve its page in time:\n${text}`)), START_LIMIT_IN_MS);
    const read = (part: string): void => {
      text += part;
      const [, found] = /^Page: (http:\/\/localhost:\d+)\/$/m.exec(text) ?? [];
      if (found === undefined || !text.includes('Ctrl-C ends it.')) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    void ended.then(() => {
      clearTimeout(timer);
      reject(new Error(`Local mode ended:\n${text}`));
    });
  }).catch(async (error: unknown) => {
    await end(child, ended);
    throw error;
  });
  return { origin, text: () => text, stop: () => end(child, ended) };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  await ended;
}
