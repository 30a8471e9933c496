import { createHash } from 'node:crypto';
import type { ConnectorError } from '../../runtime/domain/failure/connector-error';
import { MailboxFullError, MailboxUnavailableError, NotInScopeError, UserGoneError } from '../../runtime/ports/exchange-errors';
import { type FaultDecision, FaultGate } from '../fakes/fault-gate';
import { InMemoryExchange } from '../fakes/in-memory-exchange';
import { InMemoryExchangeStore } from '../fakes/in-memory-exchange-store';
import { VirtualClock } from '../fakes/virtual-clock';
import { type ClosedMailbox, describeExchangeContract, type ExchangeWorld, MAILBOX } from './exchange-contract';

const CLOSED: Record<ClosedMailbox, (operation: string) => ConnectorError | undefined> = {
  'no-mailbox': () => new MailboxUnavailableError(MAILBOX, 'MailboxNotEnabledForRESTAPI'),
  'out-of-scope': () => new NotInScopeError(MAILBOX),
  gone: () => new UserGoneError(MAILBOX),
  full: (operation) => (operation === 'create' ? new MailboxFullError(MAILBOX) : undefined),
};

async function openWorld(): Promise<ExchangeWorld> {
  const clock = new VirtualClock();
  let lagInMs = 0;
  let next: { operation: string; decision: FaultDecision } | undefined;
  const store = new InMemoryExchangeStore(clock, { lagInMs: () => lagInMs });
  const gate = new FaultGate({
    hook: ({ operation }) => {
      if (operation !== next?.operation) return 'pass';
      const { decision } = next;
      next = undefined;
      return decision;
    },
  });
  const mailbox = store.mailbox(MAILBOX);
  return {
    exchange: new InMemoryExchange(store, gate),
    copies: async () =>
      [...mailbox.copies.values()].map(({ id, folderId, subject, attachments }) => ({
        id,
        folderId,
        subject,
        attachments: attachments.map(({ name, content }) => ({ name, sha256: createHash('sha256').update(content).digest('hex') })),
      })),
    loseAnswer: async (operation, isCarriedOut) => {
      next = { operation, decision: isCarriedOut ? 'fail-after' : 'fail-before' };
    },
    throttle: async () => {
      mailbox.throttleNext = new Date(clock.now().getTime() + 10_000);
    },
    close: async (kind) => {
      mailbox.refusal = CLOSED[kind];
    },
    addFolder: async (displayName) => mailbox.addFolder(displayName).id,
    renameFolder: async (id, displayName) => {
      const folder = mailbox.folders.get(id);
      if (folder !== undefined) folder.displayName = displayName;
    },
    deleteFolder: async (id) => mailbox.deleteFolder(id),
    lag: async (milliseconds) => {
      lagInMs = milliseconds;
    },
    pass: (milliseconds) => clock.advance(milliseconds),
    stop: async () => {},
  };
}

describeExchangeContract('in memory', openWorld);
