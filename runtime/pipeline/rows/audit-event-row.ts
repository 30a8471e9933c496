import type { RowKey } from '../../ports/table';

/** An administrator's act. Partition `events`; key: 12-digit sequence. Each row carries the hash of the one before. */
export interface AuditEventRow extends RowKey {
  readonly v: 1;
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly act: string;
  readonly target: string;
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly reason: string;
  readonly approver: string;
  readonly previous: string;
  readonly hash: string;
}
