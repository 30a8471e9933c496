import type { State, Worker } from './state';

const words = new Map<string, number>();
const bytes = Buffer.alloc(512);

function byteOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  const word = String(value);
  const known = words.get(word);
  if (known !== undefined) return known;
  words.set(word, words.size);
  return words.size - 1;
}

/** The same for states that differ in nothing that matters, a byte a field: epochs count by their order only, and the two workers are alike. */
export function keyOf(s: State): string {
  const all = [0, s.row?.epoch ?? 0, s.lease.epoch, s.workers[0].epoch, s.workers[1].epoch];
  const epochs = [...new Set(all)].sort((x, y) => x - y);
  let end = 0;
  const put = (record: object): void => {
    for (const [field, value] of Object.entries(record)) {
      bytes[end] = field === 'epoch' ? epochs.indexOf(value as number) : byteOf(value);
      end += 1;
    }
  };
  for (const record of [s.run, s.package, s.blob, s.batch.a, s.batch.b, s.batch.r, s.queue, s.lease, s.left]) put(record);
  put([s.isStopped, s.isResuming, s.isInHeld, s.isListed, s.lateRequests, s.mailbox.length]);
  put([s.row !== undefined, s.settle !== undefined, s.reopen !== undefined]);
  for (const record of [s.row, s.settle, s.reopen, ...s.mailbox]) put(record ?? []);
  const [first, second] = s.workers.map((worker: Worker) => {
    const start = end;
    put(worker);
    return bytes.toString('latin1', start, end);
  }) as [string, string];
  const shared = bytes.toString('latin1', 0, end - first.length - second.length);
  return first < second ? shared + first + second : shared + second + first;
}
