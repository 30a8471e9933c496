/** What happens at a time of the simulation, in milliseconds since its beginning. */
interface Event {
  readonly at: number;
  /** Of two at the same time the earlier planned comes first. */
  readonly order: number;
  readonly happen: () => void;
}

/** Discrete events in the order of their times: a binary heap. */
export class EventQueue {
  private readonly heap: Event[] = [];
  private planned = 0;
  private time = 0;

  /** Milliseconds. */
  get now(): number {
    return this.time;
  }

  /** Plans an event; one in the past happens now. */
  at(time: number, happen: () => void): void {
    this.planned += 1;
    this.heap.push({ at: Math.max(time, this.time), order: this.planned, happen });
    this.rise(this.heap.length - 1);
  }

  after(milliseconds: number, happen: () => void): void {
    this.at(this.time + milliseconds, happen);
  }

  /** Lets everything happen until nothing is left to happen. Answers how many events there were. */
  run(): number {
    let events = 0;
    for (let next = this.take(); next !== undefined; next = this.take()) {
      this.time = next.at;
      next.happen();
      events += 1;
    }
    return events;
  }

  private take(): Event | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) return first;
    this.heap[0] = last;
    this.sink(0);
    return first;
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = left + 1 < this.heap.length && this.isBefore(left + 1, left) ? left + 1 : left;
      if (child >= this.heap.length || !this.isBefore(child, at)) return;
      this.swap(at, child);
      at = child;
    }
  }

  private isBefore(one: number, other: number): boolean {
    const a = this.heap[one] as Event;
    const b = this.heap[other] as Event;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swap(one: number, other: number): void {
    const held = this.heap[one] as Event;
    this.heap[one] = this.heap[other] as Event;
    this.heap[other] = held;
  }
}
