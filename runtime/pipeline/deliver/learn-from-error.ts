import { TenantThrottledError, TokenRefusedError } from '../../ports/exchange-errors';
import { describeError } from '../describe-error';
import { stopRun } from '../runs/read-run';
import type { Delivering } from './delivering';

/** What an error says about more than its own delivery: the whole tenant is throttled, or refuses our tokens. */
export async function learnFrom(error: unknown, { park, ports, runId }: Delivering): Promise<void> {
  if (error instanceof TenantThrottledError && error.retryAt !== undefined) park.park(error.retryAt);
  if (!(error instanceof TokenRefusedError) || !park.tokenRefused()) return;
  try {
    await stopRun(ports, runId, 'token-refused');
  } catch (failed) {
    ports.log.error('Run could not be stopped', { runId, ...describeError(failed) });
  }
}
