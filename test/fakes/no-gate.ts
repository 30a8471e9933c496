import type { RequestGate } from '../../runtime/ports/exchange';

/** Lets everything pass and remembers what it was told. */
export class NoGate implements RequestGate {
  readonly admitted: number[] = [];
  readonly silences: Date[] = [];
  open = 0;
  mostOpen = 0;

  async admit(bytes: number): Promise<() => void> {
    this.admitted.push(bytes);
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    return () => {
      this.open -= 1;
    };
  }

  throttled(until: Date): void {
    this.silences.push(until);
  }
}
