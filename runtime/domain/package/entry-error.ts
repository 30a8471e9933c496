import { ConnectorError } from '../failure/connector-error';
import type { PackageProblemCode } from './package-problem';

/** An entry cannot be read as what its package says it is. The package's bytes are kept; the item is held as `quarantined`. */
export class PackageEntryError extends ConnectorError {
  override readonly name = 'PackageEntryError';
  readonly code = 'PACKAGE_ENTRY_UNREADABLE';
  readonly disposition = 'hold';
  constructor(
    readonly problem: PackageProblemCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`An entry of a package cannot be read (${problem}): ${detail}. Ask TeleMessage to send the package again`, options);
  }
}

/** The stored package answered fewer bytes than it has: someone replaced it, or the read broke off. */
export class PackageShortReadError extends ConnectorError {
  override readonly name = 'PackageShortReadError';
  readonly code = 'PACKAGE_SHORT_READ';
  readonly disposition = 'retry';
  constructor(offset: number, wanted: number, got: number) {
    super(`A package answered ${got} instead of ${wanted} bytes at offset ${offset}; it is read again`);
  }
}
