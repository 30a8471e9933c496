import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector } from '../../main';
import type { LocalHost } from './local-stack';
import type { ProgressView } from './progress-view';

const LOOK_EVERY_MS = 100;
/** The timer of the deployed connector settles every five minutes; whoever waits at a terminal gets it every few seconds. */
const SETTLE_EVERY_MS = 5_000;
/** Nothing is left to do but to close. */
const CLOSE_EVERY_MS = 200;

export type Followed = 'closed' | 'host-ended' | 'stopped';

/** Shows how far the runs are, until all of them are closed. */
export async function followRuns(
  connector: Connector,
  host: LocalHost,
  view: Pick<ProgressView, 'show'>,
  signal: AbortSignal,
): Promise<Followed> {
  let hasEnded = false;
  void host.child.ended.then(() => {
    hasEnded = true;
  });
  let settledAt = Date.now();
  while (!signal.aborted) {
    if (hasEnded) return 'host-ended';
    const open = await connector.openRuns();
    if (open.length === 0) return 'closed';
    const { phase, decided, deliveries } = await connector.progress(open);
    view.show({ phase, done: decided, all: deliveries });
    if (Date.now() - settledAt > (phase === 'closing' ? CLOSE_EVERY_MS : SETTLE_EVERY_MS)) {
      settledAt = Date.now();
      host.child.send('run settleTimer');
    }
    await sleep(LOOK_EVERY_MS);
  }
  return 'stopped';
}
