import type { Attachment } from '../../domain/item/item';
import type { ExchangeCopy } from '../../ports/exchange';
import { AmbiguousAnswerError, CopyGoneError, FolderGoneError } from '../../ports/exchange-errors';
import type { LargeWork } from '../work-blob';
import { AttachmentSending, type UploadPlace } from './attachment-sending';
import { type Delivering, intoArchive } from './delivering';
import type { DeliveryResult, OpenDelivery } from './delivery-result';
import type { ItemCursor } from './item-cursor';
import { renderRequest } from './large-request';
import { learnFrom } from './learn-from-error';
import { lookInStaging } from './look';
import { resultOfError } from './result-of-error';

/** No request lives longer: an attachment whose answer was lost is there by then, or never. */
const LONGEST_REQUEST_IN_MS = 30_000;

/** How far a large item came; kept in its ledger row as JSON. */
interface Staged {
  readonly copyId: string;
  readonly upload: UploadPlace | undefined;
}

/**
 * A copy that is built in the hidden staging folder and moved into the archive folder when everything is in it: half a message is never
 * visible. Interrupted work goes on from the staged copy, which itself shows what it holds already.
 */
export class StagedCopy {
  private staged: Staged | undefined;

  constructor(
    private readonly work: LargeWork,
    delivery: OpenDelivery,
    private readonly cursor: ItemCursor,
    private readonly delivering: Delivering,
  ) {
    const kept = delivery.stored.row.staged;
    this.staged = kept === '' ? undefined : (JSON.parse(kept) as Staged);
  }

  get isBegun(): boolean {
    return this.staged !== undefined;
  }

  /** Stages the copy if it is not there yet, adds what it lacks, checks it and moves it. */
  async complete(inline: readonly Attachment[]): Promise<DeliveryResult> {
    this.staged ??= await this.findOrStage(inline);
    try {
      if (!(await this.attachMissing(this.staged.copyId))) return this.goesOn(undefined);
    } catch (error) {
      return await this.afterError(error);
    }
    const { copyId } = this.staged;
    const { session } = this.delivering;
    const result = await intoArchive(
      this.work,
      this.delivering,
      () => session.hasLeaseLeft,
      (folderId) => this.exchange.move(copyId, folderId),
    );
    return result.kind === 'unsent' ? this.goesOn(undefined) : result;
  }

  /** Deletes what is staged: it is a half of our own that is not needed. */
  async discard(): Promise<void> {
    if (this.staged === undefined && this.delivering.session.row.stagingFolderId === '') return;
    const ids = this.staged === undefined ? (await this.look()).map((copy) => copy.id) : [this.staged.copyId];
    for (const id of ids) await this.exchange.remove(id);
    this.staged = undefined;
  }

  private get exchange() {
    return this.delivering.session.exchange;
  }

  /** Of several copies of earlier tries the oldest goes on; the others are halves of our own and go. */
  private async findOrStage(inline: readonly Attachment[]): Promise<Staged> {
    const [oldest, ...others] = await this.look();
    for (const { id } of others) await this.exchange.remove(id);
    if (oldest !== undefined) return { copyId: oldest.id, upload: undefined };
    const request = await renderRequest(this.work, inline, this.cursor, this.delivering.ports.copyFormat);
    return { copyId: (await this.create(request)).id, upload: undefined };
  }

  private async create(request: Buffer): Promise<ExchangeCopy> {
    const { session } = this.delivering;
    const folderId = await session.stagingFolder();
    try {
      return await this.exchange.create(folderId, request);
    } catch (error) {
      if (!(error instanceof FolderGoneError)) throw error;
      return this.exchange.create(await session.stagingFolder(folderId), request);
    }
  }

  private look(): Promise<readonly ExchangeCopy[]> {
    return lookInStaging(this.delivering.session, this.work.importKey);
  }

  /** Answers whether exactly what belongs to it is there; false when the handler's time is over first. */
  private async attachMissing(copyId: string): Promise<boolean> {
    const { attachments } = this.work;
    for (const index of missingAttachments(attachments, await this.exchange.attachments(copyId))) {
      const place = this.staged?.upload?.index === index ? this.staged.upload : undefined;
      const sending = new AttachmentSending(attachments[index] as Attachment, index, copyId, this.cursor, this.delivering, (upload) => {
        this.staged = { copyId, upload };
      });
      if (!(await sending.send(place))) return false;
    }
    const present = await this.exchange.attachments(copyId);
    if (present.length > attachments.length) return this.startAgain(copyId);
    return missingAttachments(attachments, present).length === 0;
  }

  /** An attachment that was sent twice, because its answer was lost, cannot be taken out: a copy is never changed but by adding. */
  private async startAgain(copyId: string): Promise<false> {
    await this.exchange.remove(copyId);
    this.staged = undefined;
    return false;
  }

  /** Nothing is lost by an error here: the staged copy tells next time what it holds. Errors that decide the delivery go on. */
  private async afterError(error: unknown): Promise<DeliveryResult> {
    const now = this.delivering.ports.clock.now();
    if (error instanceof AmbiguousAnswerError) return this.goesOn(new Date(now.getTime() + LONGEST_REQUEST_IN_MS));
    // The user emptied the hidden folder, or the copy is not visible yet: a look will tell.
    if (error instanceof CopyGoneError) return { kind: 'lost' };
    if (resultOfError(error, now).kind !== 'unsent') throw error;
    const result = await learnFrom(error, this.delivering);
    return result.kind === 'unsent' ? this.goesOn(result.retryAt) : result;
  }

  private goesOn(retryAt: Date | undefined): DeliveryResult {
    return { kind: 'staged', staged: this.staged === undefined ? '' : JSON.stringify(this.staged), retryAt };
  }
}

/** By name and size: Exchange counts the content and a little more. Two attachments that look alike need two. */
export function missingAttachments(
  wanted: readonly Attachment[],
  present: readonly { readonly name: string; readonly bytes: number }[],
): number[] {
  const left = [...present];
  const missing: number[] = [];
  wanted.forEach((attachment, index) => {
    const found = left.findIndex(({ name, bytes }) => name === attachment.name && bytes >= attachment.bytes);
    if (found === -1) missing.push(index);
    else left.splice(found, 1);
  });
  return missing;
}
