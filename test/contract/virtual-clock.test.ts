import { VirtualClock } from '../fakes/virtual-clock';

describe('a virtual clock', () => {
  let clock: VirtualClock;
  let woken: string[];

  beforeEach(() => {
    clock = new VirtualClock('2026-11-21T06:30:00Z');
    woken = [];
  });

  const sleeper = async (name: string, milliseconds: number, signal?: AbortSignal) => {
    await clock.sleep(milliseconds, signal);
    woken.push(`${name} at ${clock.now().getTime() - new Date('2026-11-21T06:30:00Z').getTime()}`);
  };

  it('stands still until it is told to go on', async () => {
    const before = clock.now();
    await new Promise((resolve) => setTimeout(resolve, 5));

    expect(clock.now()).toEqual(before);
  });

  it('wakes sleepers in order of time, then of creation, each at its own time', async () => {
    void sleeper('c', 30);
    void sleeper('a', 10);
    void sleeper('b', 20);
    void sleeper('a2', 10);

    await clock.advance(25);

    expect(woken).toEqual(['a at 10', 'a2 at 10', 'b at 20']);
    expect(clock.sleepers).toBe(1);
  });

  it('lets who was woken sleep again before the time goes on', async () => {
    const work = (async () => {
      for (let step = 0; step < 3; step += 1) await sleeper(`step ${step}`, 10);
    })();

    await clock.advance(30);

    expect(woken).toEqual(['step 0 at 10', 'step 1 at 20', 'step 2 at 30']);
    await work;
  });

  it('wakes a sleeper at once when it is aborted', async () => {
    const abort = new AbortController();
    const work = sleeper('a', 1_000, abort.signal);

    abort.abort();
    await work;

    expect(woken).toEqual(['a at 0']);
    expect(clock.sleepers).toBe(0);
    await sleeper('b', 1_000, abort.signal);
    expect(woken).toEqual(['a at 0', 'b at 0']);
  });

  it('lets pass as much time as some work needs', async () => {
    void sleeper('later', 10_000);

    const answer = await clock.runUntil(sleeper('work', 60).then(() => 'done'));

    expect(answer).toBe('done');
    expect(woken).toEqual(['work at 60']);
  });

  it('does not go on while real work is held', async () => {
    const real = clock.hold(new Promise<void>((resolve) => setTimeout(resolve, 20))).then(() => woken.push('real work'));
    void sleeper('sleeper', 5);

    await clock.runUntil(Promise.all([real, sleeper('work', 60)]));

    expect(woken).toEqual(['real work', 'sleeper at 5', 'work at 60']);
  });

  it('hands on the error of the work', async () => {
    await expect(
      clock.runUntil(
        clock.sleep(5).then(() => {
          throw new Error('failed');
        }),
      ),
    ).rejects.toThrow('failed');
  });

  it('can be wrong', async () => {
    void sleeper('a', 10);
    clock.jumpTo('2099-01-01T00:00:00Z');

    expect(clock.now().getUTCFullYear()).toBe(2099);
    await clock.advance(0);
    expect(woken).toHaveLength(1);
  });
});
