import { ConnectorError } from '../domain/failure/connector-error';

/** The key vault did not answer, or not in time: the work is repeated. */
export class VaultUnavailableError extends ConnectorError {
  override readonly name = 'VaultUnavailableError';
  readonly code = 'VAULT_UNAVAILABLE';
  readonly disposition = 'retry';
  constructor(what: string, why: string, options?: ErrorOptions) {
    super(`The key vault did not answer "${what}": ${why}; it is asked again`, options);
  }
}

/** The key vault refuses, or what was asked for is not there: someone must look before any run can be signed or collected. */
export class VaultRefusedError extends ConnectorError {
  override readonly name = 'VaultRefusedError';
  readonly code = 'VAULT_REFUSED';
  readonly disposition = 'stop-run';
  constructor(what: string, why: string, options?: ErrorOptions) {
    super(
      `The key vault refuses "${what}": ${why}. Check the connector's role assignments in the vault, its network rules, and the names in the settings`,
      options,
    );
  }
}

/** The key that signs reports is damaged, or open to others than its owner. */
export class SigningKeyError extends ConnectorError {
  override readonly name = 'SigningKeyError';
  readonly code = 'SIGNING_KEY';
  readonly disposition = 'stop-run';
}
