import { retryAfterInMs, retryAt } from '../../domain/limits/retry-after';
import type { FailedAnswer, GraphOperation } from './graph-errors';
import { type GraphAnswer, jsonOf } from './graph-outcome';

export interface FailedRequest {
  readonly operation: GraphOperation;
  readonly mailboxId: string;
  readonly bytes: number;
  /** Refusals of this kind in a row before this one. */
  readonly throttledTries: number;
}

/** What the service says of the wait decides, with our own growing backoff as the least of it. Only these may carry a wait. */
const MAY_ASK_TO_WAIT = new Set([429, 502, 503, 504]);
const REQUEST_ID = /^[0-9a-f-]{36}$/i;
const CODE = /^[A-Za-z0-9_.-]{1,100}$/;

/** Reads an answer that is no success. `now` and `random` make the time of the next try. */
export function failedAnswer(answer: GraphAnswer, request: FailedRequest, now: Date, random: number): FailedAnswer {
  const { operation, mailboxId, bytes } = request;
  const error = jsonOf(answer)?.['error'];
  const { code, message } = typeof error === 'object' && error !== null ? (error as { code?: unknown; message?: unknown }) : {};
  return {
    operation,
    mailboxId,
    status: answer.status,
    code: typeof code === 'string' && CODE.test(code) ? code : '',
    message: typeof message === 'string' ? message : '',
    requestId: requestIdOf(answer),
    bytes,
    retryAt: nextTry(answer, request.throttledTries, now, random),
    isTenantWide: isTenantWide(answer),
  };
}

function requestIdOf({ headers }: GraphAnswer): string {
  const id = String(headers['request-id'] ?? '');
  return REQUEST_ID.test(id) ? id : '';
}

function nextTry({ status, headers }: GraphAnswer, throttledTries: number, now: Date, random: number): Date | undefined {
  if (!MAY_ASK_TO_WAIT.has(status)) return undefined;
  const said = headers.date === undefined ? Number.NaN : Date.parse(headers.date);
  const asked = retryAfterInMs(headers['retry-after'], Number.isNaN(said) ? now : new Date(said));
  if (status !== 429 && asked === undefined) return undefined;
  return retryAt(asked, throttledTries, now, random);
}

/** Graph names the scope of a throttle in a header, `<scope>/<limit>/<application>/<tenant or user>`; mail mostly leaves it out. */
function isTenantWide({ headers }: GraphAnswer): boolean {
  const [scope = ''] = String(headers['x-ms-throttle-scope'] ?? '').split('/');
  return /^(Tenant|Application)/i.test(scope) && !/user|mailbox|resource/i.test(scope);
}
