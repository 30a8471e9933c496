import { createHash } from 'node:crypto';
import type { ConnectorError } from '../../runtime/domain/failure/connector-error';
import { MailboxFullError, MailboxUnavailableError, NotInScopeError, UserGoneError } from '../../runtime/ports/exchange-errors';
import { type FaultDecision, FaultGate } from '../fakes/fault-gate';
import { InMemoryExchange } from '../fakes/in-memory-exchange';
import { InMemoryExchangeStore } from '../fakes/in-memory-exchange-store';
import { NoGate } from '../fakes/no-gate';
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

describe('the in-memory Exchange under faults', () => {
  const ready = Buffer.from(
    JSON.stringify({
      subject: 'x',
      body: { contentType: 'text', content: '' },
      from: { emailAddress: { name: 'a', address: 'a@contoso.example' } },
      toRecipients: [],
      ccRecipients: [],
      singleValueExtendedProperties: [{ id: 'Integer 0x0E07', value: '1' }],
    }),
  );

  it('keeps what a process did before it died, and does not count its requests as in flight any more', async () => {
    const clock = new VirtualClock();
    const store = new InMemoryExchangeStore(clock);
    const dying = new FaultGate({ hook: ({ operation }) => (operation === 'create' ? 'crash-after' : 'pass') });
    const first = new InMemoryExchange(store, dying).mailbox(MAILBOX, new NoGate());
    const folder = await first.openFolder('archive');
    for (let count = 0; count < 4; count += 1) first.create(folder.id, ready).catch(() => undefined);
    await dying.death;
    await new Promise((resolve) => setImmediate(resolve));

    const second = new InMemoryExchange(store, new FaultGate()).mailbox(MAILBOX, new NoGate());
    await Promise.all(Array.from({ length: 4 }, () => second.create(folder.id, ready)));

    expect(store.archived(MAILBOX)).toHaveLength(5);
    expect(store.violations.MailboxConcurrency).toBe(0);
  });

  it('throttles by the same limits as the simulator', async () => {
    const clock = new VirtualClock();
    const store = new InMemoryExchangeStore(clock, { throttles: true });
    const gate = new NoGate();
    const mailbox = new InMemoryExchange(store, new FaultGate()).mailbox(MAILBOX, gate);
    const folder = await mailbox.openFolder('archive');
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => mailbox.create(folder.id, ready)));

    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(gate.silences).toEqual([new Date(clock.now().getTime() + 1_000)]);
    expect(store.violations.MailboxConcurrency).toBe(1);
  });

  it('takes the same steps for the same faults', async () => {
    const run = async () => {
      const store = new InMemoryExchangeStore(new VirtualClock());
      const gate = new FaultGate({ hook: ({ index }) => (index % 3 === 2 ? 'fail-after' : 'pass') });
      const mailbox = new InMemoryExchange(store, gate).mailbox(MAILBOX, new NoGate());
      const steps: string[] = [];
      for (let count = 0; count < 30; count += 1) {
        const work = count % 2 === 0 ? mailbox.openFolder('archive') : mailbox.create('folder-1', ready);
        steps.push(
          await work.then(
            ({ id }) => id,
            (error: Error) => error.name,
          ),
        );
      }
      return steps;
    };

    expect(await run()).toEqual(await run());
  });
});
