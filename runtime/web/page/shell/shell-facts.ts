import type { AdminPorts } from '../../../pipeline/admin/admin-ports';
import { heldIndex } from '../../../pipeline/admin/held-index';
import { type Pause, readPause } from '../../../pipeline/admin/pause';
import { type SetupStep, setupFacts, setupSteps } from '../../../pipeline/admin/setup-view';

/** What stands around every view. */
export interface ShellFacts {
  /** Organisation and stage; `Local` in local mode. */
  readonly stack: string;
  readonly release: string;
  readonly pause: Pause | undefined;
  readonly held: number;
  /** Steps of the setup that need somebody. */
  readonly setup: number;
}

export async function shellFacts(ports: AdminPorts): Promise<ShellFacts> {
  const [{ open, failed }, { value: pause }, facts] = await Promise.all([heldIndex(ports), readPause(ports), setupFacts(ports)]);
  return {
    stack: ports.options.stack || 'Local',
    release: ports.facts.release,
    pause,
    held: open.length + failed.length,
    setup: stepsThatNeedYou(setupSteps(facts, ports)),
  };
}

export const stepsThatNeedYou = (steps: readonly SetupStep[]): number =>
  steps.filter(({ state }) => state === 'open' || state === 'look').length;
