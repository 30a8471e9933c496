import { AttachmentDecoder, base64OfRange } from '../../domain/item/attachment-content';
import type { Attachment } from '../../domain/item/item';
import type { AttachmentUpload, UploadSession } from '../../ports/exchange';
import { AttachmentSizeError, CopyGoneError } from '../../ports/exchange-errors';
import type { Delivering } from './delivering';
import type { ItemCursor } from './item-cursor';

/** Below this Graph refuses an upload session, from this on a simple attach. */
const SESSION_FROM_BYTES = 3 * 1024 * 1024;
/** 3.75 MiB: below the 4 MB that Graph advises, and a multiple of 320 KiB. */
const RANGE_BYTES = 3_932_160;
/** A copy may be invisible to its first attach for a moment [C corso]. */
const PAUSES_IN_MS = [750, 1_500, 5_000];

/** An upload session that is open, for the attachment with this index in the item. */
export interface UploadPlace {
  readonly index: number;
  readonly url: string;
}

/** One attachment on its way into a staged copy. */
export class AttachmentSending {
  constructor(
    private readonly attachment: Attachment,
    private readonly index: number,
    private readonly copyId: string,
    private readonly cursor: ItemCursor,
    private readonly delivering: Delivering,
    private readonly onPlace: (place: UploadPlace | undefined) => void,
  ) {}

  /** Answers whether it is complete; false when the handler's time or lease is over. Sizes close to the line are tried the other way once. */
  async send(place: UploadPlace | undefined): Promise<boolean> {
    const bySession = this.attachment.bytes >= SESSION_FROM_BYTES;
    try {
      return await (bySession ? this.upload(place) : this.attach());
    } catch (error) {
      if (!(error instanceof AttachmentSizeError)) throw error;
      return await (bySession ? this.attach() : this.upload(undefined));
    }
  }

  private get header(): AttachmentUpload {
    const { name, contentType, bytes, isInline, contentId } = this.attachment;
    return { name, contentType, bytes, isInline, contentId };
  }

  private get mustStop(): boolean {
    const { session, ports, deadline } = this.delivering;
    return !session.hasLeaseLeft || ports.clock.now() >= deadline;
  }

  private async attach(): Promise<boolean> {
    if (this.mustStop) return false;
    const base64 = await base64OfRange(this.attachment, () => this.cursor.range(this.attachment.start, this.attachment.end));
    await this.whenVisible(() => this.delivering.session.exchange.attach(this.copyId, this.header, base64));
    return true;
  }

  private async upload(place: UploadPlace | undefined): Promise<boolean> {
    const { exchange } = this.delivering.session;
    const { url, nextOffset } = await this.openOrContinue(place);
    this.onPlace({ index: this.index, url });
    let offset = nextOffset;
    for await (const range of this.decodedRanges(nextOffset)) {
      if (this.mustStop) return false;
      const next = await exchange.uploadRange(url, offset, this.attachment.bytes, range);
      if (next === undefined) break;
      offset = next;
    }
    this.onPlace(undefined);
    return true;
  }

  private async openOrContinue(place: UploadPlace | undefined): Promise<UploadSession> {
    const { exchange } = this.delivering.session;
    if (place !== undefined) {
      try {
        return await exchange.uploadState(place.url);
      } catch (error) {
        if (!(error instanceof CopyGoneError)) throw error;
      }
    }
    return this.whenVisible(() => exchange.openUpload(this.copyId, this.header));
  }

  private async whenVisible<T>(send: () => Promise<T>): Promise<T> {
    for (const pause of PAUSES_IN_MS) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof CopyGoneError)) throw error;
        await this.delivering.ports.clock.sleep(pause);
      }
    }
    return send();
  }

  /** The decoded bytes from an offset on, in ranges of one size; memory: one range. */
  private async *decodedRanges(from: number): AsyncGenerator<Buffer> {
    const decoder = new AttachmentDecoder(this.attachment.encoding);
    const ranges = new RangeBuffer(from);
    for await (const chunk of this.cursor.range(this.attachment.start, this.attachment.end)) yield* ranges.add(decoder.write(chunk));
    yield* ranges.add(decoder.end());
    yield* ranges.rest();
  }
}

/** Cuts a stream of any chunks into ranges of one size, leaving out what was sent before. */
class RangeBuffer {
  private parts: Buffer[] = [];
  private length = 0;

  constructor(private skip: number) {}

  *add(chunk: Buffer): Generator<Buffer> {
    const skipped = Math.min(this.skip, chunk.length);
    this.skip -= skipped;
    let rest = chunk.subarray(skipped);
    while (this.length + rest.length >= RANGE_BYTES) {
      const taken = RANGE_BYTES - this.length;
      this.parts.push(rest.subarray(0, taken));
      yield this.flush();
      rest = rest.subarray(taken);
    }
    if (rest.length === 0) return;
    this.parts.push(Buffer.from(rest));
    this.length += rest.length;
  }

  *rest(): Generator<Buffer> {
    if (this.length > 0) yield this.flush();
  }

  private flush(): Buffer {
    const range = Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    return range;
  }
}
