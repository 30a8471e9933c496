import { ConnectorError } from '../../domain/failure/connector-error';
import { ActRefusedError } from '../../pipeline/admin/act-refused';
import { BlobChangedError, RowChangedError } from '../../ports/storage-errors';
import { textResponse, type WebResponse } from '../http';

/** A problem as RFC 9457 describes it. `code` is fixed; `detail` is for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly more: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

export const problemResponse = ({ status, code, title, message, more, headers }: ApiProblem): WebResponse =>
  textResponse(
    status,
    'application/problem+json; charset=utf-8',
    JSON.stringify({ type: `urn:signal-archive:problem:${code}`, title, status, detail: message, code, ...more }),
    headers,
  );

const STATUS: Readonly<Record<ActRefusedError['kind'], readonly [status: number, title: string]>> = {
  'not-found': [404, 'Not found'],
  conflict: [409, 'Not possible now'],
  'needs-confirmation': [409, 'A confirmation is needed'],
  invalid: [422, 'Not usable'],
  unavailable: [501, 'Not available here'],
};

const RETRY_AFTER_SECONDS = '5';

/** What went wrong, as an answer; undefined for a defect of ours, which is logged and answered without detail. */
export function toProblem(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  if (error instanceof ActRefusedError) {
    const [status, title] = STATUS[error.kind];
    return new ApiProblem(status, error.code, title, error.message, error.more);
  }
  if (error instanceof BlobChangedError || error instanceof RowChangedError)
    return new ApiProblem(
      412,
      'changed',
      'Changed by someone else',
      'Somebody else changed this at the same moment. Read it again, then repeat what you did.',
    );
  if (!(error instanceof ConnectorError)) return undefined;
  if (error.disposition === 'stop-run') return new ApiProblem(502, error.code.toLowerCase().replaceAll('_', '-'), 'Refused', error.message);
  return new ApiProblem(
    503,
    error.code.toLowerCase().replaceAll('_', '-'),
    'Not reachable at this moment',
    `${error.message}. Nothing is lost; try again.`,
    {},
    { 'Retry-After': RETRY_AFTER_SECONDS },
  );
}
