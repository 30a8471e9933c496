import { stubOf } from '../../domain/copy/stub';
import { AttachRefusedError, ItemTooLargeError, RequestTooLargeError } from '../../ports/exchange-errors';
import type { LargeWork } from '../work-blob';
import { type Delivering, intoArchive, mayCreate } from './delivering';
import type { DeliveryResult, OpenDelivery } from './delivery-result';
import { ItemCursor } from './item-cursor';
import { planInline, renderRequest } from './large-request';
import { adopted } from './look';
import { StagedCopy } from './staged-copy';

type WhyStub = 'over-limit' | 'attach-refused';

/** An item over 256 KB: in one request when it fits; else body and what fits first in staging, the rest by attach and upload session. */
export async function sendLargeItem(work: LargeWork, delivery: OpenDelivery, delivering: Delivering): Promise<DeliveryResult> {
  const cursor = new ItemCursor(() => delivering.openItem(work.locator));
  const staged = new StagedCopy(work, delivery, cursor, delivering);
  try {
    const why = mustBeStub(work, delivering);
    if (why !== undefined) return await sendStub(work, delivery, staged, delivering, why);
    return await sendWhole(work, delivery, cursor, staged, delivering);
  } catch (error) {
    const why = await stubAfter(error, work, delivering);
    if (why === undefined) throw error;
    return await sendStub(work, delivery, staged, delivering, why);
  } finally {
    await cursor.close();
  }
}

/** What is known already of this mailbox's limit and of this tenant. */
function mustBeStub(work: LargeWork, delivering: Delivering): WhyStub | undefined {
  const sizeLimit = knownSizeLimit(delivering);
  if (sizeLimit > 0 && work.bytes >= sizeLimit) return 'over-limit';
  const needsAttach = planInline(work, delivering.ports.copyFormat).later.length > 0;
  return needsAttach && delivering.park.isAttachRefused ? 'attach-refused' : undefined;
}

/** Bytes; 0 = not known. A limit may have been raised since: a run that was opened after the one that met it finds out for itself. */
function knownSizeLimit({ session, runOpenedAt }: Delivering): number {
  const { sizeLimit, sizeLimitSeenAt } = session.row;
  return runOpenedAt <= sizeLimitSeenAt ? sizeLimit : 0;
}

async function sendWhole(
  work: LargeWork,
  delivery: OpenDelivery,
  cursor: ItemCursor,
  staged: StagedCopy,
  delivering: Delivering,
): Promise<DeliveryResult> {
  const { copyFormat } = delivering.ports;
  const plan = planInline(work, copyFormat);
  if (staged.isBegun || plan.later.length > 0) return staged.complete(plan.inline);
  const request = await renderRequest(work, plan.inline, cursor, copyFormat);
  try {
    return await intoArchive(
      work,
      delivering,
      () => mayCreate(delivery, delivering),
      (folderId) => delivering.session.exchange.create(folderId, request),
    );
  } catch (error) {
    if (!(error instanceof RequestTooLargeError)) throw error;
    return staged.complete([]);
  }
}

/** Whether an error means that only a stub can be delivered; what was learnt is remembered for the next items. */
async function stubAfter(error: unknown, work: LargeWork, delivering: Delivering): Promise<WhyStub | undefined> {
  const { session, park, ports, runId, runOpenedAt } = delivering;
  if (error instanceof ItemTooLargeError) {
    const known = knownSizeLimit(delivering);
    const learnt = known === 0 ? { sizeLimit: work.bytes, sizeLimitSeenAt: runOpenedAt } : { sizeLimit: Math.min(known, work.bytes) };
    await session.save((row) => ({ ...row, ...learnt }));
    return 'over-limit';
  }
  if (!(error instanceof AttachRefusedError)) return undefined;
  park.isAttachRefused = true;
  ports.log.error('Attaching after creation is refused', { runId, mailboxId: session.mailboxId });
  return 'attach-refused';
}

/**
 * A stub with the same metadata and the list of attachments stands in for the item, under a key of its own, so that the whole item can
 * follow. It may be there already: an answer was lost, or the whole item was tried again.
 */
async function sendStub(
  work: LargeWork,
  delivery: OpenDelivery,
  staged: StagedCopy,
  delivering: Delivering,
  why: WhyStub,
): Promise<DeliveryResult> {
  const { session, runId, ports } = delivering;
  await staged.discard();
  const detail = `${why}: ${work.bytes} bytes`;
  const folderId = await session.archiveFolder(runId);
  const [existing] = await session.exchange.look(folderId, work.importKey, 'stub');
  if (existing !== undefined) return adopted(work, existing, folderId, 'stub', delivering);
  const { copyFormat } = ports;
  const request = copyFormat.request(copyFormat.common(stubOf(work.copy, work.attachments, why), []), work, 'stub');
  // Uploads may have taken minutes: then the next handler claims again and knows what to send.
  const result = await intoArchive(
    work,
    delivering,
    () => mayCreate(delivery, delivering),
    (id) => session.exchange.create(id, request),
  );
  return result.kind === 'imported' ? { kind: 'in-part', copy: result.copy, isAdopted: false, detail } : result;
}
