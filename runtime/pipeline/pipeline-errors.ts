import { ConnectorError } from '../domain/failure/connector-error';

/** A mapping version that a run is pinned to is missing or altered in the container `mappings`. Routing without it would misroute. */
export class MappingDamagedError extends ConnectorError {
  override readonly name = 'MappingDamagedError';
  readonly code = 'MAPPING_DAMAGED';
  readonly disposition = 'stop-run';
  constructor(version: string, why: string, options?: ErrorOptions) {
    super(
      `Mapping version ${version} cannot be used: ${why}. Restore versions/${version}.csv in the container mappings, then resume the run`,
      options,
    );
  }
}

/** The bytes in `packages` are not the ones that were verified when they were stored. */
export class PackageDamagedError extends ConnectorError {
  override readonly name = 'PackageDamagedError';
  readonly code = 'PACKAGE_DAMAGED';
  readonly disposition = 'stop-run';
  constructor(packageId: string, why: string, options?: ErrorOptions) {
    super(`Package ${packageId} is not what was stored: ${why}. Nothing of it is delivered; check the container packages`, options);
  }
}

/** Another worker has a newer lease on this mailbox: whatever this one had in mind is the other one's business now. */
export class MailboxOvertakenError extends ConnectorError {
  override readonly name = 'MailboxOvertakenError';
  readonly code = 'MAILBOX_OVERTAKEN';
  readonly disposition = 'retry';
  constructor(mailboxId: string, options?: ErrorOptions) {
    super(`Another worker has taken mailbox ${mailboxId} over`, options);
  }
}
