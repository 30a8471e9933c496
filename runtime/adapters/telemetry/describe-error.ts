import { ConnectorError } from '../../domain/failure/connector-error';
import type { LogFields } from '../../ports/log';

const UNKNOWN = 'UNKNOWN';
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * An error as fields of a log line: code and class, also of its cause, and an HTTP status. Never its text or stack, which may repeat what came
 * from outside.
 */
export function describeError(error: unknown): LogFields {
  const cause = error instanceof Error ? error.cause : undefined;
  return {
    errorCode: codeOf(error) ?? UNKNOWN,
    errorClass: classOf(error),
    disposition: error instanceof ConnectorError ? error.disposition : undefined,
    causeCode: codeOf(cause),
    status: statusOf(error) ?? statusOf(cause),
  };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && CODE.test(error.code) ? error.code : undefined;
}

function classOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const name = 'name' in error ? error.name : undefined;
  return typeof name === 'string' && CODE.test(name) ? name : 'Error';
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return Number.isInteger(error.statusCode) ? Number(error.statusCode) : undefined;
}
