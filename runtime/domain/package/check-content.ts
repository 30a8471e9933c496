import { PackageEntryError } from './entry-error';
import type { ProblemList } from './package-problem';
import type { ZipEntries } from './zip-entries';
import { LOCAL_SIGNATURE } from './zip-format';

/** Length of a data descriptor: without or with its signature, plain or Zip64 (APPNOTE 4.3.9). */
const DESCRIPTOR_LENGTHS = [0, 12, 16, 20, 24];
const PROBE_BYTES = 24 + 4;

/**
 * Reads every entry once, in file order, and compares it with what the package says: local header, size, CRC. Also finds entries that stand in
 * the file but not in the directory, which another reader would see.
 *
 * Flat memory; costs one range read per 4 MiB and the inflating. `directoryOffset`: where the entries end.
 */
export async function checkContents(entries: ZipEntries, directoryOffset: number, problems: ProblemList): Promise<void> {
  const { directory } = entries;
  const order = directory.inFileOrder();
  for (let position = 0; position < order.length; position += 1) {
    const index = order[position] as number;
    if (directory.barOf(index) !== undefined) continue;
    const next = position + 1 < order.length ? directory.offsetOf(order[position + 1] as number) : directoryOffset;
    await checkEntry(entries, index, next, problems);
  }
}

async function checkEntry(entries: ZipEntries, index: number, next: number, problems: ProblemList): Promise<void> {
  try {
    const end = await entries.verify(index);
    if (end > next) problems.add('overlap', await entries.name(index), 'its data reaches into the next entry');
    else if (await hidesEntry(entries, end, next)) {
      problems.add('hidden-entry', await entries.name(index), 'behind it stands an entry that the directory does not name');
    }
  } catch (error) {
    if (!(error instanceof PackageEntryError)) throw error;
    problems.add(error.problem, problems.hasRoom ? await entries.name(index) : '', error.detail);
  }
}

async function hidesEntry(entries: ZipEntries, end: number, next: number): Promise<boolean> {
  if (next - end < PROBE_BYTES) return false;
  const gap = await entries.bytesAt(end, PROBE_BYTES);
  return DESCRIPTOR_LENGTHS.some((length) => gap.readUInt32LE(length) === LOCAL_SIGNATURE);
}
