import { createHash } from 'node:crypto';
import type { ItemLocator } from './item-locator';
import type { PackageCheck } from './package-check';
import type { PackageProblemCode } from './package-problem';

/**
 * A package that can be read item by item, whatever its check found. Items are numbered from 0 in the order of the package; a number means the
 * same item for ever, because it follows from the bytes alone.
 */
export interface OpenedPackage {
  readonly kind: 'zip' | 'item';
  readonly check: PackageCheck;
  readonly itemCount: number;
  /** Name with its folders, as the package has it (may be hostile); a loose item has the file's name. */
  itemName(item: number): Promise<string>;
  /** Size as declared; reading enforces it. */
  itemBytes(item: number): number;
  /** Why an item of a rejected package is never handed out (it is encrypted, a bomb ...); undefined when it can be tried. */
  barOf(item: number): PackageProblemCode | undefined;
  /** The bytes of an item. Throws `PackageEntryError` when they are not what the package says. */
  readItem(item: number): Promise<Buffer>;
  /** The same in chunks, for large items; worth nothing when it ends with an error. */
  streamItem(item: number): AsyncIterable<Buffer>;
  /** SHA-256 of an item's bytes, hex, read as a stream. */
  itemDigest(item: number): Promise<string>;
  /** Where the item stands, to read it without opening the package again. */
  locate(item: number): ItemLocator;
}

export async function digestOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
