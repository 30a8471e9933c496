import { checkCopy } from '../../../domain/copy/check-copy';
import type { InlineAttachment, MessageFlags } from '../../../domain/copy/mailbox-copy';
import { SECOND_IN_MS } from '../../../domain/windows/durations';
import type { AttachmentUpload } from '../../../ports/exchange';
import type { ConnectorPorts } from '../../connector-ports';
import type { MailboxSession } from '../../deliver/mailbox-session';
import { type Answer, asExpected, otherwise } from './answer';
import { errorAnswer } from './ask-creation';
import type { TestItem, TestItems } from './test-items';

const SMALL = Buffer.from('A small attachment of the probe.');
/** A little over what Graph wants for an upload session, and below what one range takes. */
const LARGE_BYTES = 3 * 1024 * 1024 + 65_536;
const SMALL_BASE64 = Buffer.from(SMALL.toString('base64'));

const header = (name: string, bytes: number): AttachmentUpload => ({
  name,
  contentType: 'application/octet-stream',
  bytes,
  isInline: false,
  contentId: undefined,
});

export async function askInline(flags: MessageFlags, items: TestItems, { exchange }: MailboxSession): Promise<Answer> {
  const inline: InlineAttachment = { ...header('inline.bin', SMALL.length), base64: SMALL_BASE64 };
  try {
    const { answered } = await items.create(flags, [inline]);
    const listed = await items.whenKnown(() => exchange.attachments(answered.id));
    const isThere = listed.some(({ name, bytes }) => name === inline.name && bytes >= SMALL.length);
    return isThere ? asExpected('inline', 'yes') : otherwise('inline', 'the message was made without it');
  } catch (error) {
    return errorAnswer('inline', error);
  }
}

const LONGEST_WAIT_IN_MS = 90_000;

export interface VisibleAnswer {
  readonly answer: Answer;
  /** Undefined when it was not found in time. */
  readonly afterMs: number | undefined;
}

/** Looks for a new copy by its key until it is found. */
export async function askVisible(flags: MessageFlags, items: TestItems, { options }: ConnectorPorts): Promise<VisibleAnswer> {
  try {
    const afterMs = await items.millisecondsUntilFound(await items.create(flags), LONGEST_WAIT_IN_MS);
    if (afterMs === undefined) return { answer: otherwise('visible', `not within ${LONGEST_WAIT_IN_MS / SECOND_IN_MS} s`), afterMs };
    const text = afterMs < SECOND_IN_MS ? 'at once' : `within ${Math.ceil(afterMs / SECOND_IN_MS)} s`;
    const isInTime = afterMs <= options.lookAfterSeconds[0] * SECOND_IN_MS;
    return { answer: isInTime ? asExpected('visible', text) : otherwise('visible', text), afterMs };
  } catch (error) {
    return { answer: errorAnswer('visible', error), afterMs: undefined };
  }
}

/** Adds to a message that is no draft, by one request and by an upload session. */
export async function askAttach({ answered }: TestItem, items: TestItems, session: MailboxSession): Promise<readonly Answer[]> {
  return [await askSmall(answered.id, items, session), await askLarge(answered.id, items, session)];
}

async function askSmall(id: string, items: TestItems, { exchange }: MailboxSession): Promise<Answer> {
  try {
    await items.whenKnown(() => exchange.attach(id, header('small.bin', SMALL.length), SMALL_BASE64));
    return asExpected('attach', 'yes');
  } catch (error) {
    return errorAnswer('attach', error);
  }
}

async function askLarge(id: string, items: TestItems, { exchange }: MailboxSession): Promise<Answer> {
  try {
    const { url } = await items.whenKnown(() => exchange.openUpload(id, header('large.bin', LARGE_BYTES)));
    await exchange.uploadRange(url, 0, LARGE_BYTES, Buffer.alloc(LARGE_BYTES, 'probe '));
    const listed = await exchange.attachments(id);
    const isThere = listed.some(({ name, bytes }) => name === 'large.bin' && bytes >= LARGE_BYTES);
    return isThere ? asExpected('upload', `yes, ${LARGE_BYTES} bytes`) : otherwise('upload', 'it was sent, and is not there');
  } catch (error) {
    return errorAnswer('upload', error);
  }
}

/** The well-known name works as a folder id; the connector's archive folder is used where there is one. */
const DELETED_ITEMS = 'deleteditems';

/** Moves an item as a large one is moved when it is whole. No archive folder is made for it. */
export async function askMove(item: TestItem, items: TestItems, { exchange }: MailboxSession): Promise<Answer> {
  try {
    const before = await items.show(item);
    const attachments = (await exchange.attachments(item.answered.id)).length;
    const folder = await exchange.findFolder('archive');
    await exchange.move(item.answered.id, folder?.id ?? DELETED_ITEMS);
    const after = await items.show(item);
    const kept = (await exchange.attachments(item.answered.id)).length;
    const { sentAt, receivedAt, itemClass } = item.asked;
    const differences = checkCopy({ folderId: after.folderId ?? '', sentAt, receivedAt }, after);
    if (after.isRead !== before.isRead) differences.push('it is unread now');
    if (after.itemClass !== undefined && after.itemClass !== itemClass) differences.push(`its class is ${after.itemClass}`);
    if (kept !== attachments) differences.push(`it has ${kept} attachments instead of ${attachments}`);
    return differences.length === 0 ? asExpected('move', 'yes') : otherwise('move', differences.join('; '));
  } catch (error) {
    return errorAnswer('move', error);
  }
}
