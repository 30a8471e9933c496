import type { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';

const TWO_TO_32 = 2 ** 32;

/**
 * Who writes how much: log-normal. Drawn in constant time by the alias method: each place of the table holds one mailbox with the share that is its
 * own there, and another one that has the rest.
 */
export class People {
  /** Shares, in sum 1. */
  readonly shares: Float64Array;
  private readonly own: Float64Array;
  private readonly other: Int32Array;

  constructor(
    readonly count: number,
    skew: number,
    private readonly random: SeededRandom,
  ) {
    this.shares = new Float64Array(count).map(() => Math.exp(skew * this.normal()));
    const sum = this.shares.reduce((total, share) => total + share, 0);
    for (let index = 0; index < count; index += 1) this.shares[index] = (this.shares[index] ?? 0) / sum;
    this.own = new Float64Array(count);
    this.other = new Int32Array(count);
    this.fill();
  }

  /** A mailbox, each as often as it writes. */
  someone(): number {
    const place = this.random.next() % this.count;
    return this.random.next() / TWO_TO_32 < (this.own[place] ?? 1) ? place : (this.other[place] ?? place);
  }

  /** The busiest mailboxes that together have this share of all, at least one. */
  busiest(share: number): ReadonlySet<number> {
    const order = Int32Array.from({ length: this.count }, (_, index) => index).sort(
      (a, b) => (this.shares[b] ?? 0) - (this.shares[a] ?? 0),
    );
    const busiest = new Set<number>();
    let sum = 0;
    for (const mailbox of order) {
      if (sum >= share && busiest.size > 0) break;
      busiest.add(mailbox);
      sum += this.shares[mailbox] ?? 0;
    }
    return busiest;
  }

  private fill(): void {
    const small: number[] = [];
    const large: number[] = [];
    const left = this.shares.map((share) => share * this.count);
    for (const [index, share] of left.entries()) (share < 1 ? small : large).push(index);
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop() as number;
      const rich = large.at(-1) as number;
      this.own[poor] = left[poor] ?? 1;
      this.other[poor] = rich;
      left[rich] = (left[rich] ?? 0) - (1 - (left[poor] ?? 0));
      if ((left[rich] ?? 0) < 1) small.push(large.pop() as number);
    }
    for (const rest of [...small, ...large]) this.own[rest] = 1;
  }

  /** Box and Muller. */
  private normal(): number {
    const fraction = (): number => this.random.next() / TWO_TO_32;
    return Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
  }
}
