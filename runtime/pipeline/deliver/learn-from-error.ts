import { TenantThrottledError, TokenRefusedError } from '../../ports/exchange-errors';
import { describeError } from '../describe-error';
import { stopRun } from '../runs/read-run';
import type { Delivering } from './delivering';
import type { DeliveryResult } from './delivery-result';
import { resultOfError } from './result-of-error';

const REFUSED_BY_MAILBOX: DeliveryResult = { kind: 'held', reason: 'mailbox-unavailable', why: 'token-refused', detail: '' };

/**
 * What an error of a request means for its delivery, after what it says about more than that is kept: the whole tenant is throttled, or refuses
 * our tokens, which stops the run. One mailbox that refuses what others accept is that mailbox's trouble.
 */
export async function learnFrom(error: unknown, { park, ports, runId, session }: Delivering): Promise<DeliveryResult> {
  if (error instanceof TenantThrottledError && error.retryAt !== undefined) park.park(error.retryAt);
  const verdict = error instanceof TokenRefusedError ? park.tokens.refused(session.mailboxId, error) : 'wait';
  if (verdict === 'mailbox') return REFUSED_BY_MAILBOX;
  if (verdict === 'tenant') {
    try {
      await stopRun(ports, runId, 'token-refused');
    } catch (failed) {
      ports.log.error('Run could not be stopped', { runId, ...describeError(failed) });
    }
  }
  return resultOfError(error, ports.clock.now());
}
