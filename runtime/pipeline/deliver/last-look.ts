import type { ConnectorPorts } from '../connector-ports';
import type { Delivering } from './delivering';
import type { HandledDelivery } from './delivery-result';

import { MailboxSession } from './mailbox-session';
import { recordDuplicates } from './record-duplicates';

/** A queue message of `deliveries` that stands for the third look after a create that followed a look. */
export interface LastLookMessage {
  readonly v: 1;
  readonly kind: 'last-look';
  readonly mailboxId: string;
  readonly importKey: string;
}

const BUSY_DELAY_SECONDS = 20;

/** A create that followed a look may meet a copy that was not visible then: one more look tells, and keeps no run open. */
export async function scheduleLastLooks(handled: readonly HandledDelivery[], delivering: Delivering): Promise<void> {
  const { ports, session } = delivering;
  const delay = ports.options.lookAfterSeconds[2];
  for (const { delivery, result } of handled) {
    if (!delivery.isAfterLook || result.kind === 'unsent') continue;
    const message: LastLookMessage = { v: 1, kind: 'last-look', mailboxId: session.mailboxId, importKey: delivery.work.importKey };
    await ports.stores.queues.send('deliveries', { ...message }, delay);
  }
}

/** More than one copy is recorded for the run that closes next. */
export async function lookOnceMore(message: LastLookMessage, ports: ConnectorPorts): Promise<void> {
  const session = await MailboxSession.open(message.mailboxId, '', ports);
  if (session === undefined) return ports.stores.queues.send('deliveries', { ...message }, BUSY_DELAY_SECONDS);
  try {
    const copies = await session.exchange.look(await session.archiveFolder(''), message.importKey, 'import');
    if (copies.length > 1) await recordDuplicates(message.mailboxId, message.importKey, copies, ports);
  } finally {
    await session.close();
  }
}
