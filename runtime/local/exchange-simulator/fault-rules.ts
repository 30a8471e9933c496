/** What a request asks for, as faults and statistics name it. */
export type SimulatedOperation =
  | 'list-users'
  | 'list-folders'
  | 'get-folder'
  | 'create-folder'
  | 'create-message'
  | 'list-messages'
  | 'get-message'
  | 'patch-message'
  | 'delete-message'
  | 'move-message'
  | 'list-attachments'
  | 'add-attachment'
  | 'open-session'
  | 'send-range'
  | 'session-state'
  | 'cancel-session';

/** Answers with an error; `retryAfter` is sent as it stands. */
export interface FaultAnswer {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly retryAfter?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What happens instead of, or around, carrying a request out. `commit-*` carry it out first and lose the answer: what makes duplicates
 * in clients that repeat.
 */
export type FaultAct =
  | ({ readonly kind: 'answer' } & FaultAnswer)
  | { readonly kind: 'latency'; readonly milliseconds: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | ({ readonly kind: 'commit-answer' } & FaultAnswer)
  | { readonly kind: 'commit-hang' }
  | { readonly kind: 'commit-reset' }
  /** Half of the answer's bytes, then the connection ends. */
  | { readonly kind: 'commit-truncate' }
  /** Status 200 or 201 with a body that is no JSON. */
  | { readonly kind: 'commit-garbage' };

/** Every condition that is given must hold. Calls are counted for each rule among the requests that fit it. */
export interface FaultRule {
  readonly operation?: SimulatedOperation;
  readonly mailbox?: string;
  /** The first call it applies to, from 1. */
  readonly from?: number;
  /** For how many calls; without it for all. */
  readonly times?: number;
  /** Between 0 and 1, decided by the seeded generator; without it always. */
  readonly chance?: number;
  readonly act: FaultAct;
}

/** A small generator with a seed (mulberry32), so that the same faults come again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The rules of a test, asked once a request; the first that applies wins. */
export class FaultRules {
  #rules: { readonly rule: FaultRule; calls: number }[] = [];
  #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Replaces all rules and starts the generator again. */
  set(rules: readonly FaultRule[], random: () => number = this.#random): void {
    this.#rules = rules.map((rule) => ({ rule, calls: 0 }));
    this.#random = random;
  }

  next(operation: SimulatedOperation, mailbox: string): FaultAct | undefined {
    let act: FaultAct | undefined;
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.operation !== undefined && rule.operation !== operation) continue;
      if (rule.mailbox !== undefined && rule.mailbox !== mailbox) continue;
      entry.calls += 1;
      if (act === undefined && this.#applies(rule, entry.calls)) act = rule.act;
    }
    return act;
  }

  #applies({ from = 1, times = Number.POSITIVE_INFINITY, chance }: FaultRule, call: number): boolean {
    if (call < from || call >= from + times) return false;
    return chance === undefined || this.#random() < chance;
  }
}
