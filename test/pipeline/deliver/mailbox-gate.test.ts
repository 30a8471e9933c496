import type { Spending } from '../../../runtime/domain/limits/mailbox-budget';
import { MailboxGate, type Spend } from '../../../runtime/pipeline/deliver/mailbox-gate';
import { VirtualClock } from '../../fakes/virtual-clock';
import { MAILBOX } from './builders';

const SIGNAL = new AbortController().signal;

/** A gate whose budget says what the test wants. */
class Gated {
  readonly clock = new VirtualClock();
  readonly spent: number[] = [];
  readonly ended: string[] = [];
  readonly silences: Date[] = [];
  readonly gate: MailboxGate;
  /** While the budget is asked the first time. */
  onSpend: () => void = () => {};
  /** What the budget answers next; then it always has room. */
  readonly answers: (Date | Error)[] = [];

  constructor(silentUntil?: Date) {
    const spend: Spend = async (bytes) => {
      const answer = this.answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer !== undefined) return answer;
      this.spent.push(bytes);
      if (this.spent.length === 1) this.onSpend();
      return { end: (now) => void this.ended.push(now.toISOString()) } satisfies Spending;
    };
    this.gate = new MailboxGate(MAILBOX, this.clock, { spend, silentUntil, onSilence: (until) => void this.silences.push(until) });
  }

  in(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }

  /** Asks for a request; what became of it is known as soon as nothing but time can change it. */
  ask(bytes = 1, signal = SIGNAL): Asked {
    const asked: Asked = { state: 'waiting', end: () => {}, error: undefined };
    this.gate.admit(bytes, signal).then(
      (end) => Object.assign(asked, { state: 'admitted', end }),
      (error: unknown) => Object.assign(asked, { state: 'refused', error }),
    );
    return asked;
  }

  settle(): Promise<void> {
    return this.clock.advance(0);
  }
}

interface Asked {
  state: 'waiting' | 'admitted' | 'refused';
  end: () => void;
  error: unknown;
}

describe('the requests to a mailbox', () => {
  it('are four at a time; the longest waiting one comes next', async () => {
    const gated = new Gated();
    const asked = [1, 2, 3, 4, 5, 6].map((bytes) => gated.ask(bytes));
    await gated.settle();
    expect(asked.map(({ state }) => state)).toEqual(['admitted', 'admitted', 'admitted', 'admitted', 'waiting', 'waiting']);

    asked[2]?.end();
    await gated.settle();

    expect(asked.map(({ state }) => state)).toEqual(['admitted', 'admitted', 'admitted', 'admitted', 'admitted', 'waiting']);
    expect(gated.spent).toEqual([1, 2, 3, 4, 5]);
  });

  it('are spent in the budget until they end', async () => {
    const gated = new Gated();
    const asked = gated.ask(700);
    await gated.clock.advance(2_000);
    expect([gated.spent, gated.ended]).toEqual([[700], []]);

    asked.end();

    expect(gated.ended).toEqual([gated.clock.now().toISOString()]);
  });

  it('leave room for others when they end, also those that the budget refuses', async () => {
    const gated = new Gated();
    gated.answers.push(...Array.from({ length: 4 }, () => new Error('no store')));
    const refused = [1, 2, 3, 4].map(() => gated.ask());
    await gated.settle();
    expect(refused.map(({ state }) => state)).toEqual(Array(4).fill('refused'));

    const asked = [1, 2, 3, 4, 5].map(() => gated.ask());
    await gated.settle();

    expect(asked.map(({ state }) => state)).toEqual(['admitted', 'admitted', 'admitted', 'admitted', 'waiting']);
  });

  it('are over when the last one has ended, and not before', async () => {
    const gated = new Gated();
    const asked = [1, 2, 3, 4, 5].map(() => gated.ask());
    await gated.settle();
    let isIdle = false;
    const idle = gated.gate.whenIdle().then(() => {
      isIdle = true;
    });

    for (const { end } of asked.slice(0, 4)) end();
    await gated.settle();
    expect(isIdle).toBe(false);
    asked[4]?.end();
    await idle;

    await gated.gate.whenIdle();
  });
});

describe('silence that Exchange asked for', () => {
  it('of up to 5 s is waited for', async () => {
    const gated = new Gated();
    gated.gate.throttled(gated.in(5_000));
    const asked = gated.ask();
    await gated.clock.advance(4_999);
    expect([asked.state, gated.spent]).toEqual(['waiting', []]);

    await gated.clock.advance(1);

    expect([asked.state, gated.gate.throttledUntil]).toEqual(['admitted', undefined]);
  });

  it('of more blocks no worker: the request goes back with its time', async () => {
    const gated = new Gated();
    const until = gated.in(5_001);
    gated.gate.throttled(until);

    const asked = gated.ask();
    await gated.settle();

    expect([asked.state, asked.error]).toMatchObject(['refused', { code: 'MAILBOX_THROTTLED', retryAt: until }]);
    expect([gated.gate.throttledUntil, gated.spent]).toEqual([until, []]);
  });

  it('is kept by the next worker too', async () => {
    const until = new Date('2026-11-21T07:30:00.000Z');
    const gated = new Gated(until);
    const asked = gated.ask();
    await gated.settle();

    expect([asked.state, asked.error, gated.gate.throttledUntil]).toMatchObject(['refused', { retryAt: until }, until]);
  });

  it('is the longest of all answers, and each longer one is kept for others', async () => {
    const gated = new Gated();
    const [short, long] = [gated.in(2_000), gated.in(4_000)];

    for (const until of [short, long, short, long]) gated.gate.throttled(until);

    expect([gated.silences, gated.gate.throttledUntil]).toEqual([[short, long], long]);
  });

  it('that begins while the budget is asked is kept: what was spent is given back, and the request waits', async () => {
    const gated = new Gated();
    gated.onSpend = () => gated.gate.throttled(gated.in(3_000));
    const asked = gated.ask(300);
    await gated.clock.advance(2_999);
    expect([asked.state, gated.spent.length, gated.ended.length]).toEqual(['waiting', 1, 1]);

    await gated.clock.advance(1);

    expect([asked.state, gated.spent]).toEqual(['admitted', [300, 300]]);
  });

  it('that becomes longer while it is waited for is waited for to its end', async () => {
    const gated = new Gated();
    gated.gate.throttled(gated.in(1_000));
    const asked = gated.ask();
    await gated.clock.advance(500);
    gated.gate.throttled(gated.in(2_000));

    await gated.clock.advance(1_999);
    expect(asked.state).toBe('waiting');
    await gated.clock.advance(1);
    expect(asked.state).toBe('admitted');
  });

  it('ends at once for whoever gives up', async () => {
    const gated = new Gated();
    gated.gate.throttled(gated.in(4_000));
    const giving = new AbortController();
    const asked = gated.ask(1, giving.signal);
    await gated.settle();

    giving.abort(new Error('given up'));
    await gated.settle();

    expect([asked.state, asked.error, gated.spent]).toMatchObject(['refused', { message: 'given up' }, []]);
  });
});

describe('a budget that is spent', () => {
  it('is waited for when it has room within 5 s, and asked again then', async () => {
    const gated = new Gated();
    gated.answers.push(gated.in(5_000), gated.in(5_000));
    const asked = gated.ask(9);
    await gated.clock.advance(4_999);
    expect(asked.state).toBe('waiting');

    await gated.clock.advance(1);

    expect([asked.state, gated.spent]).toEqual(['admitted', [9]]);
  });

  it('blocks no worker for longer', async () => {
    const gated = new Gated();
    const until = gated.in(60_000);
    gated.answers.push(until);

    const asked = gated.ask();
    await gated.settle();

    expect([asked.state, asked.error]).toMatchObject(['refused', { code: 'MAILBOX_THROTTLED', retryAt: until }]);
  });
});
