import { createHash } from 'node:crypto';
import { assembleItem } from './assemble-item';
import type { Item, UnreadableItem } from './item';
import { ItemCollector } from './item-collector';
import { ItemProblemList } from './item-problems';
import type { ItemSettings } from './item-settings';
import { MimeScanner } from './mime/mime-scanner';

/** What is scanned at once, so that decoding a part takes no more memory when the item comes as one chunk. */
const SLICE_BYTES = 262_144;

/**
 * Reads one item (EML) as its bytes arrive. Chunks may be cut anywhere, the result is the same. Never throws; memory does not grow with
 * attachments, which are counted, hashed and located, not kept. After `end` the reader is used up.
 */
export class ItemReader {
  private readonly itemHash = createHash('sha256');
  private readonly problems = new ItemProblemList();
  private readonly collector: ItemCollector;
  private readonly scanner: MimeScanner;
  private byteLength = 0;

  constructor(private readonly settings: ItemSettings) {
    this.collector = new ItemCollector(this.problems, settings.messageIdHeaders);
    this.scanner = new MimeScanner(this.collector);
  }

  /** The chunk is not kept and may be overwritten after the call. */
  write(chunk: Buffer): void {
    this.byteLength += chunk.length;
    this.itemHash.update(chunk);
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) this.scanner.write(chunk.subarray(at, at + SLICE_BYTES));
  }

  end(): Item | UnreadableItem {
    this.scanner.end();
    const { byteLength, collector, problems, settings } = this;
    return assembleItem({ itemId: this.itemHash.digest('hex'), byteLength, collector, problems, settings });
  }
}

/** Reads an item that is in memory as a whole. */
export function readItem(bytes: Buffer, settings: ItemSettings): Item | UnreadableItem {
  const reader = new ItemReader(settings);
  reader.write(bytes);
  return reader.end();
}
