import { randomUUID } from 'node:crypto';
import { type BlobContainer, type BlockUpload, MAX_BLOCK_BYTES } from '../../ports/blob-container';
import { workBlobSha256 } from '../work-blob';

/** Where the work of one batch stands. */
export interface WorkPlace {
  readonly blob: string;
  readonly blobOffset: number;
  readonly blobBytes: number;
  readonly blobSha256: string;
}

/**
 * Writes the work of many batches into one blob, because a blob of its own would cost each of them two transactions. Memory: one block.
 *
 * Every writer has a name of its own, so that a repeated unpack never writes over what a worker reads at this moment.
 */
export class WorkWriter {
  private readonly name: string;
  private readonly upload: BlockUpload;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private blocks = 0;
  private bytes = 0;

  constructor(
    private readonly container: BlobContainer,
    folder: string,
  ) {
    this.name = `${folder}/${randomUUID()}`;
    this.upload = container.upload(this.name);
  }

  /** What it answers holds once `end` has resolved. */
  async add(content: Buffer): Promise<WorkPlace> {
    const place = { blob: this.name, blobOffset: this.bytes, blobBytes: content.length, blobSha256: workBlobSha256(content) };
    this.bytes += content.length;
    let at = 0;
    while (content.length - at >= MAX_BLOCK_BYTES - this.waitingBytes) {
      const end = at + MAX_BLOCK_BYTES - this.waitingBytes;
      this.take(content.subarray(at, end));
      at = end;
      await this.stage();
    }
    this.take(content.subarray(at));
    return place;
  }

  async end(): Promise<void> {
    if (this.bytes === 0) return;
    if (this.blocks === 0) {
      await this.container.put(this.name, Buffer.concat(this.waiting));
      return;
    }
    if (this.waitingBytes > 0) await this.stage();
    await this.upload.commit(this.blocks, {});
  }

  private take(piece: Buffer): void {
    this.waiting.push(piece);
    this.waitingBytes += piece.length;
  }

  private async stage(): Promise<void> {
    await this.upload.stage(this.blocks, Buffer.concat(this.waiting));
    this.blocks += 1;
    this.waiting = [];
    this.waitingBytes = 0;
  }
}
