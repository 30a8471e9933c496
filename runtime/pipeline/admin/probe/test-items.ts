import { randomUUID } from 'node:crypto';
import type { InlineAttachment, MailboxCopy, MessageFlags } from '../../../domain/copy/mailbox-copy';
import { sha256Hex } from '../../../domain/evidence/sha256';
import { ConnectorError } from '../../../domain/failure/connector-error';
import { DAY_IN_MS, SECOND_IN_MS } from '../../../domain/windows/durations';
import type { ExchangeCopy, ShownCopy } from '../../../ports/exchange';
import { CopyGoneError } from '../../../ports/exchange-errors';
import type { ConnectorPorts } from '../../connector-ports';
import type { MailboxSession } from '../../deliver/mailbox-session';

/** A test item as it was asked for, and what Exchange answered to its creation. */
export interface TestItem {
  readonly key: string;
  readonly folderId: string;
  readonly asked: MailboxCopy;
  readonly answered: ExchangeCopy;
}

/** Dates long past: a service that puts its own time instead is noticed. */
const AGE_IN_DAYS = 40;
/** A new copy may be unknown for a moment. */
const PAUSES_IN_MS = [750, 1_500, 5_000];
const LOOKS_AFTER_MS = [0, 500, 1_000, 2_000, 3_000, 5_000];

/** Items that a probe makes in a mailbox and takes away again. They lie in the hidden staging folder: nobody sees them. */
export class TestItems {
  private readonly made = new Set<string>();

  constructor(
    private readonly session: MailboxSession,
    private readonly address: string,
    private readonly ports: ConnectorPorts,
  ) {}

  get count(): number {
    return this.made.size;
  }

  /** `flags`: undefined = as the settings say. */
  async create(flags?: MessageFlags, attachments: readonly InlineAttachment[] = []): Promise<TestItem> {
    const key = sha256Hex(`probe ${randomUUID()}`);
    const asked = testCopy(key, this.address, this.ports);
    const { copyFormat } = this.ports;
    const common = flags === undefined ? copyFormat.common(asked, attachments) : copyFormat.common(asked, attachments, flags);
    const folderId = await this.session.stagingFolder();
    const request = copyFormat.request(common, { importKey: key, matchedBy: 'custom-mapping' }, 'import');
    const answered = await this.session.exchange.create(folderId, request);
    this.made.add(answered.id);
    return { key, folderId, asked, answered };
  }

  show(item: TestItem): Promise<ShownCopy> {
    return this.whenKnown(() => this.session.exchange.show(item.answered.id));
  }

  /** Looks for an item by its key until it is found. Answers after how many milliseconds; undefined = not in time. */
  async millisecondsUntilFound({ key, folderId, answered }: TestItem, limitInMs: number): Promise<number | undefined> {
    const { clock } = this.ports;
    const begun = clock.now().getTime();
    for (let look = 0; clock.now().getTime() - begun <= limitInMs; look += 1) {
      await clock.sleep(LOOKS_AFTER_MS[Math.min(look, LOOKS_AFTER_MS.length - 1)] ?? 0);
      const found = await this.session.exchange.look(folderId, key, 'import');
      if (found.some(({ id }) => id === answered.id)) return clock.now().getTime() - begun;
    }
    return undefined;
  }

  /** Repeats what meets a copy that is not known yet. */
  async whenKnown<T>(ask: () => Promise<T>): Promise<T> {
    for (const pause of PAUSES_IN_MS) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof CopyGoneError)) throw error;
        await this.ports.clock.sleep(pause);
      }
    }
    return ask();
  }

  /** The first delete moves an item to Deleted Items, the second takes it from there. Answers how many could not be removed. */
  async removeAll(): Promise<number> {
    let left = 0;
    for (const id of this.made) {
      try {
        await this.session.exchange.remove(id);
        await this.session.exchange.remove(id);
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        left += 1;
      }
    }
    return left;
  }
}

function testCopy(key: string, address: string, ports: ConnectorPorts): MailboxCopy {
  const sentAt = new Date(Math.floor((ports.clock.now().getTime() - AGE_IN_DAYS * DAY_IN_MS) / SECOND_IN_MS) * SECOND_IN_MS);
  return {
    itemClass: `${ports.options.itemClass}.Message`,
    subject: 'Test item of the Signal archive connector',
    body: { contentType: 'text', content: 'A probe of the connector made this item, and it is removed at once.' },
    from: { name: 'Test Sender 447700900123', address: '447700900123@signal.invalid' },
    to: [{ name: 'Test Recipient', address }],
    cc: [],
    sentAt,
    receivedAt: new Date(sentAt.getTime() + SECOND_IN_MS),
    references: `<${key.slice(0, 32)}@signal.invalid>`,
    itemId: key,
    packageSha256: key,
    sourceMessageId: undefined,
    mappingVersion: '',
    originalDate: undefined,
  };
}
