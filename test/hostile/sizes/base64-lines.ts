/** Bytes of one line of base64 as mail software writes it: 76 characters and CRLF. */
const LINE_BYTES = 78;
const LINES = 20_000;

const period = Buffer.alloc(LINE_BYTES * LINES);
for (let line = 0; line < LINES; line++) {
  const text = Buffer.from(`line ${line}`.padEnd(57, '.')).toString('base64');
  period.write(`${text}\r\n`, line * LINE_BYTES, 'latin1');
}

/** A cut out of endless lines of base64, as views that nobody may change. */
export function* base64Views(offset: number, length: number): Generator<Buffer> {
  for (let at = offset; at < offset + length; ) {
    const from = at % period.length;
    const view = period.subarray(from, Math.min(period.length, from + offset + length - at));
    yield view;
    at += view.length;
  }
}

/** The same in a buffer of its own. */
export const base64Lines = (offset: number, length: number): Buffer => Buffer.concat([...base64Views(offset, length)]);
