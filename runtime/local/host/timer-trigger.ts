import type { Clock } from '../../ports/clock';
import { nextTime, parseCron } from './cron';
import type { HostLog, RegisteredFunction } from './function-app';
import { type Environment, resolveSettings } from './setting-expression';

const SECOND_IN_MS = 1_000;

/** A timer of the app: runs at its times, one run after the other, with the retry policy of the function. */
export class TimerTrigger {
  readonly #function: RegisteredFunction;
  readonly #cron;
  readonly #clock: Clock;
  readonly #log: HostLog;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(timer: RegisteredFunction, env: Environment, clock: Clock, log: HostLog) {
    this.#function = timer;
    this.#cron = parseCron(resolveSettings(String(timer.trigger['schedule']), env));
    this.#clock = clock;
    this.#log = log;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Runs it now, whatever the schedule says. */
  async runNow(): Promise<void> {
    const { retry } = this.#function;
    const most = retry?.maxRetryCount ?? 0;
    for (let retryCount = 0; ; retryCount += 1) {
      try {
        await this.#invoke({ retryCount, maxRetryCount: most });
        return;
      } catch (error) {
        this.#log({
          level: 'error',
          text: `A timer failed: ${error instanceof Error ? error.message : 'unknown'}`,
          functionName: this.#function.name,
        });
        if (retryCount >= most || this.#stopping.signal.aborted) return;
        await this.#clock.sleep(
          (retry?.delayInterval?.seconds ?? retry?.minimumInterval?.seconds ?? 0) * SECOND_IN_MS,
          this.#stopping.signal,
        );
      }
    }
  }

  /** Waits for a run that has begun. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    if (this.#function.trigger['runOnStartup'] === true) await this.runNow();
    for (let next = this.#next(); next !== undefined && !signal.aborted; next = this.#next()) {
      await this.#clock.sleep(next.getTime() - this.#clock.now().getTime(), signal);
      if (!signal.aborted && this.#clock.now() >= next) await this.runNow();
    }
  }

  #next(): Date | undefined {
    return nextTime(this.#cron, this.#clock.now());
  }

  async #invoke(retry: { readonly retryCount: number; readonly maxRetryCount: number }): Promise<void> {
    const now = this.#clock.now().toISOString();
    const next = this.#next()?.toISOString() ?? now;
    const input = { Schedule: { AdjustForDST: true }, ScheduleStatus: { Last: now, Next: next, LastUpdated: now }, IsPastDue: false };
    await this.#function.invoke({ input: { json: JSON.stringify(input) }, retry });
  }
}
