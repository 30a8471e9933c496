import { ConnectorError } from '../domain/failure/connector-error';
import type { LogFields } from '../ports/log';

/** An error as fields of a log line: its code and class, never its text, which may come from outside. */
export function describeError(error: unknown): LogFields {
  if (error instanceof ConnectorError) return { errorCode: error.code, errorClass: error.name };
  if (error instanceof Error) return { errorCode: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN', errorClass: error.name };
  return { errorCode: 'UNKNOWN', errorClass: typeof error };
}
