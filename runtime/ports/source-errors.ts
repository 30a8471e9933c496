import { ConnectorError, type ConnectorErrorOptions } from '../domain/failure/connector-error';

/** No answer, no valid listing (an HTML page with status 200), a download broken off: collected again later. Never an empty day. */
export class SourceUnavailableError extends ConnectorError {
  override readonly name = 'SourceUnavailableError';
  readonly code = 'SOURCE_UNAVAILABLE';
  readonly disposition = 'retry';
  constructor(what: string, why: string, options?: ConnectorErrorOptions) {
    super(`The source did not deliver ${what}: ${why}`, options);
  }
}

/** Credential refused or missing, host key not the pinned one, certificate not valid. No credential was sent to an unknown host. */
export class SourceRefusedError extends ConnectorError {
  override readonly name = 'SourceRefusedError';
  readonly code = 'SOURCE_REFUSED';
  readonly disposition = 'stop-run';
}

/** Listed, but not there any more, or its content is another one than was listed. The next listing tells. */
export class PackageGoneError extends ConnectorError {
  override readonly name = 'PackageGoneError';
  readonly code = 'PACKAGE_GONE';
  readonly disposition = 'retry';
}
