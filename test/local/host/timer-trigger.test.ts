import type { Invocation, RegisteredFunction, RetryOptions } from '../../../runtime/local/host/function-app';
import { TimerTrigger } from '../../../runtime/local/host/timer-trigger';
import { VirtualClock } from '../../fakes/virtual-clock';

const MINUTE_IN_MS = 60_000;

describe('a timer trigger', () => {
  let clock: VirtualClock;
  let ran: string[];

  beforeEach(() => {
    clock = new VirtualClock('2026-11-21T06:00:00Z');
    ran = [];
  });

  function timer(
    schedule: string,
    handler: (invocation: Invocation) => Promise<void> = async () => {},
    retry?: RetryOptions,
    more: object = {},
  ): TimerTrigger {
    const fn: RegisteredFunction = {
      name: 'openRun',
      trigger: { type: 'timerTrigger', direction: 'in', schedule, ...more },
      retry,
      invoke: async (invocation) => {
        ran.push(clock.now().toISOString().slice(11, 19));
        await handler(invocation);
        return undefined;
      },
    };
    return new TimerTrigger(fn, { SCHEDULE: '0 30 6 * * *' }, clock, () => {});
  }

  it('runs at the times of its schedule, which may be a setting', async () => {
    const trigger = timer('%SCHEDULE%');

    trigger.start();
    await clock.advance(49 * 60 * MINUTE_IN_MS);

    expect(ran).toEqual(['06:30:00', '06:30:00', '06:30:00']);
    await trigger.stop();
  });

  it('does not run at the start unless it is told to', async () => {
    const [plain, startup] = [timer('0 30 6 * * *'), timer('0 30 6 * * *', undefined, undefined, { runOnStartup: true })];

    plain.start();
    await clock.advance(1);
    expect(ran).toEqual([]);
    startup.start();
    await clock.advance(1);
    expect(ran).toEqual(['06:00:00']);
    await Promise.all([plain.stop(), startup.stop()]);
  });

  it('never runs twice at the same time, and skips what it missed', async () => {
    const trigger = timer('0 */5 * * * *', () => clock.sleep(12 * MINUTE_IN_MS));

    trigger.start();
    await clock.advance(30 * MINUTE_IN_MS);

    expect(ran).toEqual(['06:05:00', '06:20:00']);
    await clock.runUntil(trigger.stop());
  });

  it('is tried again as its retry policy says', async () => {
    const retries: unknown[] = [];
    const failing = async ({ retry }: Invocation) => {
      retries.push(retry);
      throw new Error('not now');
    };
    const trigger = timer('0 30 6 * * *', failing, { retryStrategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 60 } });

    trigger.start();
    await clock.advance(60 * MINUTE_IN_MS);

    expect(ran).toEqual(['06:30:00', '06:31:00', '06:32:00', '06:33:00']);
    expect(retries).toEqual([0, 1, 2, 3].map((retryCount) => ({ retryCount, maxRetryCount: 3 })));
    await trigger.stop();
  });

  it('gives the handler what the Functions host gives', async () => {
    let input: unknown;
    const trigger = timer('0 30 6 * * *', async (invocation) => {
      input = JSON.parse(invocation.input.json ?? '');
    });

    await trigger.runNow();

    expect(input).toMatchObject({ IsPastDue: false, ScheduleStatus: { Next: '2026-11-21T06:30:00.000Z' } });
  });

  it('refuses a schedule that cannot be read', () => {
    expect(() => timer('every day')).toThrow('"every day"');
    expect(() => timer('%NONE%')).toThrow('NONE');
  });
});
