import { badRequest } from './graph-failure';
import type { SimulatedMailbox } from './simulated-mailbox';
import { param, type SimulatedRequest } from './simulated-request';
import { refuseClosedMailbox } from './simulated-user';

/** The mailbox a mail request names, or the reason why it does not open. */
export function openMailbox(request: SimulatedRequest): SimulatedMailbox {
  const user = request.exchange.user(param(request, 'user'));
  refuseClosedMailbox(user);
  if (request.switches.demandsImmutableIds && !/\bIdType="ImmutableId"/.test(String(request.headers['prefer'] ?? ''))) {
    throw badRequest('The simulator demands the header Prefer: IdType="ImmutableId" on every mail request', 'ImmutableIdDemanded');
  }
  return request.exchange.mailboxOf(user);
}
