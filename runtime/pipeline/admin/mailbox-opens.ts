import { ConnectorError } from '../../domain/failure/connector-error';
import type { RequestGate } from '../../ports/exchange';
import type { ConnectorPorts } from '../connector-ports';
import { MailboxSession } from '../deliver/mailbox-session';
import { lastRefusal } from './mailbox-rows';

/** What a mailbox answers when it is opened. */
export type MailboxAnswer =
  | { readonly kind: 'opens' }
  | { readonly kind: 'not-in-scope' }
  /** `isPermanent`: as far as anybody can say (no licence, gone). `lastReason`: why it refused in a run before; '' when it did not. */
  | { readonly kind: 'closed'; readonly isPermanent: boolean; readonly why: string; readonly lastReason: string };

/** Opens a mailbox that the connector delivers to, within its limits. One that a worker is delivering to at this moment opens. */
export async function opens(mailboxId: string, address: string, ports: ConnectorPorts): Promise<MailboxAnswer> {
  const session = await MailboxSession.open(mailboxId, address, ports);
  if (session === undefined) return { kind: 'opens' };
  try {
    await session.exchange.probe();
    return { kind: 'opens' };
  } catch (error) {
    return answerOf(error, lastRefusal(session.row));
  } finally {
    await session.close();
  }
}

/** For a mailbox that nobody delivers to: one request, and no trace of it in the connector's own tables. */
const FOR_ONE_REQUEST: RequestGate = { admit: async () => () => undefined, throttled: () => undefined };

export async function asksOnce(mailboxId: string, ports: Pick<ConnectorPorts, 'exchange'>): Promise<MailboxAnswer> {
  try {
    await ports.exchange.mailbox(mailboxId, FOR_ONE_REQUEST).probe();
    return { kind: 'opens' };
  } catch (error) {
    return answerOf(error, '');
  }
}

function answerOf(error: unknown, lastReason: string): MailboxAnswer {
  if (!(error instanceof ConnectorError)) throw error;
  if (error.code === 'NOT_IN_SCOPE') return { kind: 'not-in-scope' };
  return { kind: 'closed', isPermanent: error.disposition === 'hold', why: error.message, lastReason };
}
