import { closeSync, createReadStream, existsSync, mkdirSync, openSync, truncateSync, writevSync } from 'node:fs';
import { join } from 'node:path';

const NEWLINE = 0x0a;
const TAB = 0x09;
const LINE_END = Buffer.from('\n');
const SEPARATOR = Buffer.from('\t');

/** What a change needs to be made again, besides the request's body. `op` names the change. */
export type JournalEntry = { readonly op: string } & Readonly<Record<string, unknown>>;

export interface ReplayedEntry {
  readonly entry: JournalEntry;
  /** The request's body; empty when the change has none. */
  readonly body: Buffer;
}

/**
 * Every change of the simulated mailboxes, one line each: `<entry as JSON>[\t<body of the request as JSON>]`. A line is written before
 * its answer is sent, so what a client was told survives a kill; without fsync, so it need not survive a power cut.
 */
export class Journal {
  readonly #file: string;
  readonly #fd: number;

  private constructor(file: string) {
    this.#file = file;
    this.#fd = openSync(file, 'a');
  }

  /** Replays what is there, cuts off a last line that was not finished, and goes on after it. */
  static async open(folder: string, replay: (replayed: ReplayedEntry) => void): Promise<Journal> {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'journal.jsonl');
    if (existsSync(file)) truncateSync(file, await replayLines(file, replay));
    return new Journal(file);
  }

  get path(): string {
    return this.#file;
  }

  write(entry: JournalEntry, body?: Buffer): void {
    const head = Buffer.from(JSON.stringify(entry));
    writevSync(this.#fd, body === undefined ? [head, LINE_END] : [head, SEPARATOR, onOneLine(body), LINE_END]);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** JSON may be spread over lines; then it is written again without them. */
function onOneLine(body: Buffer): Buffer {
  if (!body.includes(NEWLINE) && !body.includes(TAB)) return body;
  return Buffer.from(JSON.stringify(JSON.parse(body.toString())));
}

/** Answers the length of the part that is made of whole lines. */
async function replayLines(file: string, replay: (replayed: ReplayedEntry) => void): Promise<number> {
  let wholeBytes = 0;
  let pieces: Buffer[] = [];
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...pieces, chunk.subarray(from, end)]);
      pieces = [];
      from = end + 1;
      wholeBytes += line.length + 1;
      replay(readLine(line));
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
  }
  return wholeBytes;
}

function readLine(line: Buffer): ReplayedEntry {
  const tab = line.indexOf(TAB);
  const head = tab < 0 ? line : line.subarray(0, tab);
  return { entry: JSON.parse(head.toString()) as JournalEntry, body: tab < 0 ? Buffer.alloc(0) : line.subarray(tab + 1) };
}
