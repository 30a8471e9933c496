import { ConnectorError } from '../../../domain/failure/connector-error';
import { SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';

/** OpenSSL's and Node's codes for a certificate that must not be trusted. None of them goes away by retrying. */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
]);

/** What a failed exchange means. `why` replaces the system's own word, e.g. for a time limit. */
export function toSourceError(error: unknown, why?: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const code = codeOf(error);
  if (CERTIFICATE_CODES.has(code)) {
    return new SourceRefusedError(`The certificate of the source is not valid (${code}); nothing was sent to it`, { cause: error });
  }
  return new SourceUnavailableError('an answer', why ?? `the connection failed (${code})`, { cause: error });
}

function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  // Several addresses were tried: the first failure stands for all.
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : 'unknown error';
}
