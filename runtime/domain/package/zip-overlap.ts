import type { ProblemList } from './package-problem';
import type { Bar, ZipDirectory } from './zip-directory';
import { LOCAL_BYTES } from './zip-format';

/** Entries whose place in the file is not known anyway. */
const WITHOUT_PLACE: ReadonlySet<Bar | undefined> = new Set<Bar>(['truncated', 'damaged-directory', 'multi-disk']);

/**
 * Bars entries that share bytes: the bombs of the `zbsm` kind are a few kilobytes that thousands of entries read again and again.
 *
 * Returns where the first entry begins, so that the caller sees what stands before it.
 */
export function barOverlaps(directory: ZipDirectory, problems: ProblemList): number {
  const order = directory.inFileOrder();
  let reached = 0;
  let reachedBy = -1;
  for (const index of order) {
    if (WITHOUT_PLACE.has(directory.barOf(index))) continue;
    const offset = directory.offsetOf(index);
    if (reachedBy >= 0 && offset < reached) {
      directory.bar(index, 'overlap');
      directory.bar(reachedBy, 'overlap');
      problems.add('overlap', '', `entries ${reachedBy + 1} and ${index + 1} share bytes of the file`);
    }
    const end = offset + LOCAL_BYTES + directory.nameLengthOf(index) + directory.compressedBytesOf(index);
    if (end > reached) [reached, reachedBy] = [end, index];
  }
  return order.length === 0 ? 0 : directory.offsetOf(order[0] as number);
}
