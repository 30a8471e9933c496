import type { Clock } from '../../../runtime/ports/clock';
import type { VirtualClock } from '../../fakes/virtual-clock';

/** The clock of one process: it may be wrong, and its timers do not fire while the process stands still. */
export class ProcessClock implements Clock {
  private paused: Promise<void> | undefined;

  constructor(
    private readonly world: VirtualClock,
    /** How far it is ahead; negative when it is behind. */
    private readonly skewInMs: number,
  ) {}

  now(): Date {
    return new Date(this.world.now().getTime() + this.skewInMs);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await this.world.sleep(milliseconds, signal);
    while (this.paused !== undefined) await this.paused;
  }

  pauseUntil(resumed: Promise<void>): void {
    this.paused = resumed;
    void resumed.then(() => {
      if (this.paused === resumed) this.paused = undefined;
    });
  }
}
