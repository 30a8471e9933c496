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
