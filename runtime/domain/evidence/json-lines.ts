const NEWLINE = 0x0a;
/** A line of our own files has at most a few kilobytes; more means that the file is not what it says. */
const MAX_LINE_BYTES = 1024 * 1024;

/** Cuts chunks into lines, whatever their borders; bytes are only decoded when a line is whole. */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restBytes = 0;

  /** Lines that end in this chunk, without their line ends. Throws `RangeError` for a line over 1 MiB. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      lines.push(this.take(chunk.subarray(from, at)));
      from = at + 1;
    }
    if (from < chunk.length) this.keep(chunk.subarray(from));
    return lines;
  }

  /** What stands behind the last line end; '' when nothing does. */
  end(): string {
    return this.take(Buffer.alloc(0));
  }

  private take(part: Buffer): string {
    const line = this.restBytes === 0 ? part : Buffer.concat([...this.rest, part]);
    this.rest = [];
    this.restBytes = 0;
    return line.toString('utf8');
  }

  private keep(part: Buffer): void {
    this.restBytes += part.length;
    if (this.restBytes > MAX_LINE_BYTES) throw new RangeError(`A line has more than ${MAX_LINE_BYTES} bytes`);
    this.rest.push(Buffer.from(part));
  }
}

/** The lines of a file, by chunks. */
export async function* jsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const splitter = new LineSplitter();
  for await (const chunk of chunks) yield* splitter.push(chunk);
  const last = splitter.end();
  if (last !== '') yield last;
}
