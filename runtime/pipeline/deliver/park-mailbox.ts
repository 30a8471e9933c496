import type { Delivering } from './delivering';
import type { DeliveryResult, HandledDelivery } from './delivery-result';
import type { HeldResult } from './parked-result';

/** A mailbox that does not open, is full or out of scope is not tried again by the runs of this day: one request, not one a delivery. */
export async function park(handled: readonly HandledDelivery[], delivering: Delivering): Promise<void> {
  const result = handled.map((each) => each.result).find(isAboutTheMailbox);
  if (result === undefined) return;
  const now = delivering.ports.clock.now();
  const parked = { parkedAt: now.toISOString(), parkedUntil: nextDay(now).toISOString(), parkedFor: JSON.stringify(result) };
  await delivering.session.save((row) => ({ ...row, ...parked }));
  delivering.ports.log.warn('Mailbox does not take copies', {
    mailboxId: delivering.session.mailboxId,
    reason: result.reason,
    why: result.why,
  });
}

const isAboutTheMailbox = (result: DeliveryResult): result is HeldResult =>
  result.kind === 'held' && (result.reason === 'mailbox-unavailable' || result.reason === 'not-in-scope');

function nextDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
}
