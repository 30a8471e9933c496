import { hash } from 'node:crypto';

const ID_LENGTH = 32;

/**
 * The id of a delivery batch, hex. A repeated unpack cuts the same batches, so it meets its own rows and work blob again; the package takes
 * part, because two packages of a run may hold the same messages for a mailbox.
 */
export function batchIdOf(runId: string, packageId: string, mailboxId: string, orderedImportKeys: readonly string[]): string {
  return hash('sha256', [runId, packageId, mailboxId, ...orderedImportKeys].join('\n')).slice(0, ID_LENGTH);
}
