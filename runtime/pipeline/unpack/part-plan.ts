import type { OpenedPackage } from '../../domain/package/open-package';
import { MAX_READY_ITEM_BYTES } from './plan-deliveries';

/** A part is what is routed, written and checkpointed together. */
export interface Part {
  /** Entries `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

const MAX_PART_ENTRIES = 4_000;
/** Bounds the bytes of requests that are held in memory; larger items stay in the package and count little. */
const MAX_PART_BYTES = 12 * 1024 * 1024;
const LARGE_ITEM_WEIGHT_IN_BYTES = 16 * 1024;

/**
 * The part that begins at an entry. It follows from the package alone, never from time: a repeated unpack cuts the same parts, so its batches
 * have the same ids.
 */
export function partFrom(opened: Pick<OpenedPackage, 'itemCount' | 'itemBytes'>, from: number): Part {
  let bytes = 0;
  let to = from;
  while (to < opened.itemCount && to - from < MAX_PART_ENTRIES && bytes < MAX_PART_BYTES) {
    const size = opened.itemBytes(to);
    bytes += size > MAX_READY_ITEM_BYTES ? LARGE_ITEM_WEIGHT_IN_BYTES : size;
    to += 1;
  }
  return { from, to };
}
