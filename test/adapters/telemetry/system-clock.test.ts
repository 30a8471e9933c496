import { SystemClock } from '../../../runtime/adapters/telemetry/system-clock';

describe('the clock of this process', () => {
  const clock = new SystemClock();

  it('says what time it is', () => {
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
  });

  it('sleeps for the time', async () => {
    const began = performance.now();
    await clock.sleep(20);

    expect(performance.now() - began).toBeGreaterThanOrEqual(18);
  });

  it.each([0, -5])('does not sleep for %d ms', async (milliseconds) => {
    await clock.sleep(milliseconds);
  });

  it('wakes at once when it is aborted, before and while it sleeps', async () => {
    const abort = new AbortController();
    const sleeping = clock.sleep(3_600_000, abort.signal);
    abort.abort();

    await sleeping;
    await clock.sleep(3_600_000, abort.signal);
  });

  it('does not take a sleep of months for none', async () => {
    const abort = new AbortController();
    let isAwake = false;
    const sleeping = clock.sleep(2 ** 40, abort.signal).then(() => {
      isAwake = true;
    });
    await clock.sleep(10);

    expect(isAwake).toBe(false);
    abort.abort();
    await sleeping;
  });
});
