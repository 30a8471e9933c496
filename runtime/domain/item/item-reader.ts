import { createHash } from 'node:crypto';
import { assembleItem } from './assemble-item';
import type { Item, UnreadableItem } from './item';
import { ItemCollector } from './item-collector';
import { ItemProblemList } from './item-problems';
import type { ItemSettings } from './item-settings';
import { MimeScanner } from './mime/mime-scanner';

/**
 * Reads one item (EML) as its bytes arrive. Chunks may be cut anywhere, the result is the same. Never throws; memory does not grow with
 * attachments, which are counted, hashed and located, not kept. After `end` the reader is used up.
 */
export class ItemReader {
  private readonly itemHash = createHash('sha256');
  private readonly problems = new ItemProblemList();
  private readonly collector = new ItemCollector(this.problems);
  private readonly scanner = new MimeScanner(this.collector);
  private byteLength = 0;

  constructor(private readonly settings: ItemSettings) {}

  /** The chunk is not kept and may be overwritten after the call. */
  write(chunk: Buffer): void {
    this.byteLength += chunk.length;
    this.itemHash.update(chunk);
    this.scanner.write(chunk);
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
