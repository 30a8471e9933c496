import { MAX_REQUESTS, MAX_UPLOAD_BYTES, REQUEST_WINDOW_IN_MS, UPLOAD_WINDOW_IN_MS } from '../../../runtime/domain/limits/mailbox-limits';

interface Arrival {
  readonly time: number;
  readonly amount: number;
}

/** Counts what arrives in every sliding window `(t - length, t]`; written apart from the code under test. */
class Window {
  private readonly arrivals: Arrival[] = [];
  private first = 0;
  private sum = 0;
  most = 0;
  total = 0;

  constructor(private readonly length: number) {}

  /** In the order of time. */
  add(time: number, amount: number): void {
    this.arrivals.push({ time, amount });
    this.sum += amount;
    this.total += amount;
    for (
      let oldest = this.arrivals[this.first];
      oldest !== undefined && oldest.time <= time - this.length;
      oldest = this.arrivals[this.first]
    ) {
      this.sum -= oldest.amount;
      this.first += 1;
    }
    this.most = Math.max(this.most, this.sum);
  }
}

/** Exchange's view of one mailbox: what arrived when, by its own clock. */
export class SimulatedMailbox {
  private readonly requests = new Window(REQUEST_WINDOW_IN_MS);
  private readonly bytes = new Window(UPLOAD_WINDOW_IN_MS);
  private readonly arrivals: { time: number; bytes: number }[] = [];

  arrive(time: number, bytes: number): void {
    this.arrivals.push({ time, bytes });
  }

  /** The fullest windows, as shares of the limits; over 1 is a violation. And what was used of each limit over the whole time. */
  judge(duration: number) {
    for (const { time, bytes } of this.arrivals.sort((a, b) => a.time - b.time)) {
      this.requests.add(time, 1);
      this.bytes.add(time, bytes);
    }
    return {
      fullestRequests: this.requests.most / MAX_REQUESTS,
      fullestBytes: this.bytes.most / MAX_UPLOAD_BYTES,
      usedRequests: this.requests.total / ((MAX_REQUESTS * duration) / REQUEST_WINDOW_IN_MS),
      usedBytes: this.bytes.total / ((MAX_UPLOAD_BYTES * duration) / UPLOAD_WINDOW_IN_MS),
    };
  }
}
