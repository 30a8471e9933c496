import fc from 'fast-check';
import { failedAnswer } from '../../../runtime/adapters/graph/failed-answer';
import { type GraphOperation, graphError, lostAnswerError } from '../../../runtime/adapters/graph/graph-errors';
import type { GraphAnswer } from '../../../runtime/adapters/graph/graph-outcome';
import { ConnectorError } from '../../../runtime/domain/failure/connector-error';

const now = new Date('2026-11-21T06:30:00Z');
const OPERATIONS: readonly GraphOperation[] = [
  'probe',
  'find-folder',
  'create-folder',
  'create',
  'look',
  'list-keys',
  'attach',
  'open-upload',
  'upload-state',
  'upload-range',
  'list-attachments',
  'move',
  'remove',
  'read-directory',
];
const WRITES: readonly GraphOperation[] = ['create', 'attach', 'upload-range', 'move'];

function answer(status: number, code?: string, message = 'x', headers: Record<string, string> = {}): GraphAnswer {
  const body = code === undefined ? '' : JSON.stringify({ error: { code, message } });
  return { kind: 'answer', status, headers, body: Buffer.from(body) };
}

function errorOf(operation: GraphOperation, given: GraphAnswer): ConnectorError {
  const mailboxId = operation === 'read-directory' ? '' : 'mailbox-1';
  return graphError(failedAnswer(given, { operation, mailboxId, bytes: 5_000_000, throttledTries: 0 }, now, 0));
}

describe('what an answer of Graph means', () => {
  it.each<[GraphOperation, number, string | undefined, string]>([
    // mailboxes
    ['create', 404, 'MailboxNotEnabledForRESTAPI', 'MAILBOX_UNAVAILABLE'],
    ['probe', 404, 'MailboxNotEnabledForRESTAPI', 'MAILBOX_UNAVAILABLE'],
    ['look', 404, 'ErrorNonExistentMailbox', 'MAILBOX_UNAVAILABLE'],
    ['probe', 404, 'ErrorItemNotFound', 'MAILBOX_UNAVAILABLE'],
    ['create', 400, 'ErrorInvalidUser', 'USER_GONE'],
    ['create', 404, 'Request_ResourceNotFound', 'USER_GONE'],
    ['find-folder', 404, 'ResourceNotFound', 'USER_GONE'],
    ['read-directory', 404, 'ResourceNotFound', 'REQUEST_REFUSED'],
    ['create', 400, 'ErrorQuotaExceeded', 'MAILBOX_FULL'],
    ['create', 507, undefined, 'MAILBOX_FULL'],
    // who may do what
    ['create', 403, 'ErrorAccessDenied', 'NOT_IN_SCOPE'],
    ['look', 403, 'Authorization_RequestDenied', 'NOT_IN_SCOPE'],
    ['find-folder', 403, undefined, 'NOT_IN_SCOPE'],
    ['attach', 403, 'ErrorAccessDenied', 'ATTACH_REFUSED'],
    ['open-upload', 403, 'ErrorAccessDenied', 'ATTACH_REFUSED'],
    ['move', 403, undefined, 'ATTACH_REFUSED'],
    ['read-directory', 403, 'Authorization_RequestDenied', 'DIRECTORY_REFUSED'],
    ['read-directory', 403, undefined, 'DIRECTORY_REFUSED'],
    ['create', 401, 'InvalidAuthenticationToken', 'TOKEN_REFUSED'],
    ['look', 401, undefined, 'TOKEN_REFUSED'],
    ['upload-range', 401, undefined, 'COPY_GONE'],
    ['upload-range', 403, 'ErrorAccessDenied', 'COPY_GONE'],
    // sizes
    ['create', 400, 'ErrorMessageSizeExceeded', 'ITEM_TOO_LARGE'],
    ['open-upload', 400, 'ErrorAttachmentSizeLimitExceeded', 'ITEM_TOO_LARGE'],
    ['upload-range', 400, 'ErrorMessageSizeExceeded', 'ITEM_TOO_LARGE'],
    ['create', 413, undefined, 'REQUEST_TOO_LARGE'],
    ['attach', 413, 'RequestEntityTooLarge', 'REQUEST_TOO_LARGE'],
    ['open-upload', 400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize', 'ATTACHMENT_SIZE'],
    // gone
    ['create', 404, 'ErrorItemNotFound', 'FOLDER_GONE'],
    ['create', 404, 'ErrorFolderNotFound', 'FOLDER_GONE'],
    ['look', 404, 'ErrorSyncFolderNotFound', 'FOLDER_GONE'],
    ['attach', 404, 'ErrorItemNotFound', 'COPY_GONE'],
    ['list-attachments', 404, 'ErrorItemNotFound', 'COPY_GONE'],
    ['remove', 404, 'ErrorItemNotFound', 'COPY_GONE'],
    ['move', 404, 'ErrorItemNotFound', 'COPY_GONE'],
    ['move', 404, 'ErrorFolderNotFound', 'FOLDER_GONE'],
    ['upload-range', 404, undefined, 'COPY_GONE'],
    ['upload-state', 410, undefined, 'COPY_GONE'],
    // conflicts and ranges
    ['attach', 412, 'ErrorIrresolvableConflict', 'AMBIGUOUS_ANSWER'],
    ['upload-range', 409, 'ErrorIrresolvableConflict', 'AMBIGUOUS_ANSWER'],
    ['open-upload', 412, undefined, 'EXCHANGE_UNAVAILABLE'],
    ['upload-range', 416, 'ErrorRangeNotSatisfiable', 'AMBIGUOUS_ANSWER'],
    // throttling
    ['create', 429, 'ApplicationThrottled', 'MAILBOX_THROTTLED'],
    ['look', 429, 'TooManyRequests', 'MAILBOX_THROTTLED'],
    ['upload-range', 429, undefined, 'MAILBOX_THROTTLED'],
    ['create', 429, 'ErrorServerBusy', 'MAILBOX_THROTTLED'],
    ['read-directory', 429, 'TooManyRequests', 'TENANT_THROTTLED'],
    // the service's own troubles: what was written may be there
    ['create', 500, 'ErrorInternalServerTransientError', 'AMBIGUOUS_ANSWER'],
    ['create', 500, 'ErrorMailboxMoveInProgress', 'AMBIGUOUS_ANSWER'],
    ['create', 503, 'ErrorServerBusy', 'AMBIGUOUS_ANSWER'],
    ['create', 504, undefined, 'AMBIGUOUS_ANSWER'],
    ['create', 599, 'NobodyKnows', 'AMBIGUOUS_ANSWER'],
    ['create', 408, undefined, 'AMBIGUOUS_ANSWER'],
    ['create', 302, undefined, 'AMBIGUOUS_ANSWER'],
    ['look', 503, 'ErrorServerBusy', 'EXCHANGE_UNAVAILABLE'],
    ['create-folder', 503, undefined, 'EXCHANGE_UNAVAILABLE'],
    ['read-directory', 302, undefined, 'EXCHANGE_UNAVAILABLE'],
    // refused for good
    ['create', 400, 'ErrorInvalidRecipients', 'REQUEST_REFUSED'],
    ['create', 400, 'UnableToDeserializePostBody', 'REQUEST_REFUSED'],
    ['create', 400, 'InvalidInternetMessageHeader', 'REQUEST_REFUSED'],
    ['create', 500, 'ErrorCorruptData', 'REQUEST_REFUSED'],
    ['create', 500, 'ErrorVirusDetected', 'REQUEST_REFUSED'],
    ['open-upload', 405, 'ErrorAttachmentSessionIsSupportedOnlyForFileAttachments', 'REQUEST_REFUSED'],
    ['create', 418, 'NobodyKnows', 'REQUEST_REFUSED'],
    ['create', 404, undefined, 'REQUEST_REFUSED'],
  ])('%s: %s %s is %s', (operation, status, code, expected) => {
    expect(errorOf(operation, answer(status, code)).code).toBe(expected);
  });

  it('reads the sentence where 4 MB have no code of their own', () => {
    expect(errorOf('create', answer(400, 'BadRequest', 'The maximum request length supported is 4MB.')).code).toBe('REQUEST_TOO_LARGE');
  });

  it('parks all mailboxes when the throttle is the whole tenant’s', () => {
    const scope = { 'x-ms-throttle-scope': 'Tenant_Application/ReadWrite/1/2' };

    expect(errorOf('create', answer(429, 'TooManyRequests', 'x', scope)).code).toBe('TENANT_THROTTLED');
    expect(errorOf('create', answer(429, 'TooManyRequests', 'x', { 'x-ms-throttle-scope': 'Tenant_User/Read/1/2' })).code).toBe(
      'MAILBOX_THROTTLED',
    );
  });

  it.each<[string, Record<string, string>, string]>([
    ['in seconds', { 'retry-after': '120' }, '2026-11-21T06:32:00.000Z'],
    [
      'as a date, by the service’s clock',
      { 'retry-after': 'Sat, 21 Nov 2026 07:01:00 GMT', date: 'Sat, 21 Nov 2026 07:00:00 GMT' },
      '2026-11-21T06:31:00.000Z',
    ],
    ['missing: our own backoff', {}, '2026-11-21T06:30:00.500Z'],
    ['negative: our own backoff', { 'retry-after': '-5' }, '2026-11-21T06:30:00.500Z'],
    ['absurd: at most an hour', { 'retry-after': '1000000000' }, '2026-11-21T07:30:00.000Z'],
  ])('waits as the answer says: %s', (_case, headers, until) => {
    expect(errorOf('create', answer(429, 'ApplicationThrottled', 'x', headers)).retryAt?.toISOString()).toBe(until);
  });

  it('waits longer from try to try when the answers say 1 second', () => {
    const at = (throttledTries: number) =>
      failedAnswer(answer(429, 'x', 'x', { 'retry-after': '1' }), { operation: 'create', mailboxId: 'm', bytes: 0, throttledTries }, now, 1)
        .retryAt;

    expect(at(5)?.getTime()).toBeGreaterThan((at(0)?.getTime() ?? 0) + 10_000);
  });

  it('keeps the wait of a 503 with the ambiguous error', () => {
    expect(errorOf('create', answer(503, 'ErrorServerBusy', 'x', { 'retry-after': '30' }))).toMatchObject({
      code: 'AMBIGUOUS_ANSWER',
      retryAt: new Date('2026-11-21T06:30:30Z'),
    });
  });

  it('names status, code and request id as its cause, for logs and support', () => {
    const requestId = '0f6f2c5e-9f0a-4c39-8f0c-2c1b5f6a7d10';

    expect(errorOf('create', answer(403, 'ErrorAccessDenied', 'x', { 'request-id': requestId })).cause).toMatchObject({
      statusCode: 403,
      code: 'ErrorAccessDenied',
      requestId,
    });
  });

  it('is an error of ours for any answer to any request, and never repeats what Graph wrote', () => {
    const secret = 'anna.lee@contoso.example';
    fc.assert(
      fc.property(
        fc.constantFrom(...OPERATIONS),
        fc.integer({ min: 100, max: 599 }),
        fc.oneof(fc.string(), fc.constantFrom('ErrorItemNotFound', 'ErrorAccessDenied', 'x y', secret)),
        fc.oneof(fc.json(), fc.string()),
        (operation, status, code, body) => {
          const written = answer(status, code, `About ${secret}`);
          const bare: GraphAnswer = { ...written, body: Buffer.from(body) };

          for (const given of [written, bare]) {
            const error = errorOf(operation, given);
            expect(error).toBeInstanceOf(ConnectorError);
            expect(error.message).not.toContain(secret);
            if (status >= 500 && status !== 507 && code !== 'ErrorItemNotFound' && !WRITES.includes(operation)) {
              expect(error.disposition).not.toBe('look-first');
            }
          }
        },
      ),
    );
  });
});

describe('an answer that never came', () => {
  it.each(OPERATIONS)('%s', (operation) => {
    const isWrite = WRITES.includes(operation);

    expect(lostAnswerError(operation, 'reset', true).disposition).toBe(isWrite ? 'look-first' : 'retry');
    expect(lostAnswerError(operation, 'ECONNREFUSED', false).disposition).toBe('retry');
  });
});
