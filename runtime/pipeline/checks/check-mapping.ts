import { compareMappings } from '../../domain/mapping/mapping-change';
import { type MappingFile, readMappingFile } from '../../domain/mapping/mapping-file';

/** What can be said of a mapping file by itself. */
export interface CheckedMapping {
  readonly file: MappingFile;
  /** Domains of its mailboxes, lower-case, each once. */
  readonly domains: readonly string[];
}

export function checkMapping(bytes: Buffer): CheckedMapping {
  const file = readMappingFile(bytes);
  const domains = new Set(file.rows.map(({ mailbox }) => mailbox.slice(mailbox.lastIndexOf('@') + 1).toLowerCase()));
  return { file, domains: [...domains].sort() };
}

/** How one mapping file differs from another, in counts: nobody's number is among them. */
export interface MappingDifference {
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  readonly numbersRerouted: number;
  readonly numbersChanged: number;
}

export function differenceOf(before: Buffer, after: Buffer): MappingDifference {
  const { rowsAdded, rowsRemoved, numbersRerouted, numbersChanged } = compareMappings(
    readMappingFile(before).rows,
    readMappingFile(after).rows,
  );
  return { rowsAdded, rowsRemoved, numbersRerouted, numbersChanged };
}
