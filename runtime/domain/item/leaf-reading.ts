import { createHash, type Hash } from 'node:crypto';
import type { TransferEncoding } from './item';
import { createTransferDecoder } from './mime/create-transfer-decoder';
import { TextDigest } from './text-digest';

/** Decoded bytes that may still be kept in memory for this item. */
export interface KeepBudget {
  left: number;
}

/** What one leaf's bytes came to; nothing but numbers and hashes unless it is text. */
export interface LeafContent {
  /** Decoded size. */
  readonly bytes: number;
  /** Of the decoded bytes, hex; undefined for text that was kept whole. */
  readonly sha256: string | undefined;
  /** The first decoded bytes, as many as were asked for. */
  readonly kept: Buffer;
  /** Hex; text only. */
  readonly textDigest: string | undefined;
  readonly isCleanBase64: boolean;
  readonly isDamaged: boolean;
}

/** Reads the body of one leaf as it streams past: decodes, counts, hashes, and keeps what is asked for. */
export class LeafReading {
  private readonly decoder;
  private readonly textDigest: TextDigest | undefined;
  private readonly kept: Buffer[] = [];
  private hash: Hash | undefined;
  private bytes = 0;

  /** `text`: kept as long as the budget lasts and hashed only beyond it. `attachment`: hashed, and at most the budget is kept. */
  constructor(
    encoding: TransferEncoding,
    private readonly purpose: 'text' | 'attachment',
    private readonly budget: KeepBudget,
  ) {
    this.decoder = createTransferDecoder(encoding);
    this.textDigest = purpose === 'text' ? new TextDigest() : undefined;
    this.hash = purpose === 'text' ? undefined : createHash('sha256');
  }

  write(encoded: Buffer): void {
    this.decoder.write(encoded, this.take);
  }

  end(): LeafContent {
    this.decoder.end(this.take);
    return {
      bytes: this.bytes,
      sha256: this.hash?.digest('hex'),
      kept: this.kept.length === 1 && this.kept[0] !== undefined ? this.kept[0] : Buffer.concat(this.kept),
      textDigest: this.textDigest?.hex(),
      isCleanBase64: this.decoder.isCleanBase64,
      isDamaged: this.decoder.isDamaged,
    };
  }

  private readonly take = (decoded: Buffer): void => {
    this.bytes += decoded.length;
    this.textDigest?.update(decoded);
    const isWithinBudget = decoded.length <= this.budget.left;
    // Text over the budget is an attachment too, so its hash begins with what was kept so far.
    if (!isWithinBudget && this.purpose === 'text' && this.hash === undefined) this.startHash();
    if (this.budget.left > 0) {
      const copy = Buffer.from(decoded.subarray(0, this.budget.left));
      this.budget.left -= copy.length;
      this.kept.push(copy);
    }
    this.hash?.update(decoded);
  };

  private startHash(): void {
    this.hash = createHash('sha256');
    for (const bytes of this.kept) this.hash.update(bytes);
  }
}
