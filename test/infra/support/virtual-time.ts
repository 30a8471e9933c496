import type { Waiting } from '../../../infra/publish/waiting';

/** Time that passes only by waiting. */
export class VirtualTime implements Waiting {
  private milliseconds = 0;

  now = (): number => this.milliseconds;

  sleep = async (milliseconds: number): Promise<void> => {
    this.milliseconds += milliseconds;
  };
}
