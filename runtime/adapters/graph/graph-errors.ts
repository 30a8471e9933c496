import type { ConnectorError } from '../../domain/failure/connector-error';
import {
  AmbiguousAnswerError,
  AttachmentSizeError,
  AttachRefusedError,
  CopyGoneError,
  DirectoryRefusedError,
  ExchangeUnavailableError,
  FolderGoneError,
  ItemTooLargeError,
  MailboxFullError,
  MailboxThrottledError,
  MailboxUnavailableError,
  NotInScopeError,
  RequestRefusedError,
  RequestTooLargeError,
  TenantThrottledError,
  TokenRefusedError,
  UserGoneError,
} from '../../ports/exchange-errors';
import { GraphAnswerError } from './graph-answer-error';

export type GraphOperation =
  | 'probe'
  | 'find-folder'
  | 'create-folder'
  | 'create'
  | 'look'
  | 'list-keys'
  | 'attach'
  | 'open-upload'
  | 'upload-state'
  | 'upload-range'
  | 'list-attachments'
  | 'move'
  | 'show'
  | 'remove'
  | 'read-directory';

/** An answer that is no success, as far as its meaning depends on it. */
export interface FailedAnswer {
  readonly operation: GraphOperation;
  /** '' for the directory. */
  readonly mailboxId: string;
  readonly status: number;
  /** Graph's code, cleaned; '' when the body has none. */
  readonly code: string;
  /** Graph's sentence: read here, never handed on. */
  readonly message: string;
  /** '' when the answer names none. */
  readonly requestId: string;
  /** Length of the request's body. */
  readonly bytes: number;
  /** From Retry-After and our own backoff; undefined when neither applies. */
  readonly retryAt: Date | undefined;
  /** 429 for the whole tenant or application, not for one mailbox. */
  readonly isTenantWide: boolean;
}

/** What an answer that never came, or not whole, means: writes that must not happen twice need a look. */
const AMBIGUOUS_WHEN_LOST: ReadonlySet<GraphOperation> = new Set(['create', 'attach', 'upload-range', 'move']);
/** What is done to a copy that exists already: a 403 here says that changing copies is blocked. */
const CHANGES_A_COPY: readonly GraphOperation[] = ['attach', 'open-upload', 'move'];
const NAMES_A_COPY: readonly GraphOperation[] = [...CHANGES_A_COPY, 'list-attachments', 'show', 'remove'];
/** Requests to an upload URL; they carry no token and name no folder. */
const UPLOADS: readonly GraphOperation[] = ['upload-range', 'upload-state'];

interface Rule {
  /** Exact codes; without them any. */
  readonly codes?: readonly string[];
  /** Exact statuses or one class such as `5xx`; without them any. */
  readonly statuses?: readonly number[] | '5xx' | '4xx';
  readonly message?: RegExp;
  readonly operations?: readonly GraphOperation[];
  readonly error: (failed: FailedAnswer) => ConnectorError;
}

const because = ({ status, code }: FailedAnswer): string => `${status} ${code || 'without a code'}`;
const options = ({ retryAt }: FailedAnswer) => (retryAt === undefined ? {} : { retryAt });
const unclear = (failed: FailedAnswer): ConnectorError =>
  AMBIGUOUS_WHEN_LOST.has(failed.operation)
    ? new AmbiguousAnswerError(failed.operation, because(failed), options(failed))
    : new ExchangeUnavailableError(failed.operation, because(failed), options(failed));
const refused = ({ operation, status, code }: FailedAnswer): ConnectorError =>
  new RequestRefusedError(operation, status, code || 'unknown');
const throttled = ({ mailboxId, isTenantWide, retryAt }: FailedAnswer): ConnectorError =>
  isTenantWide || mailboxId === ''
    ? new TenantThrottledError(retryAt ?? new Date())
    : new MailboxThrottledError(mailboxId, retryAt ?? new Date());

/**
 * The only place that knows what Graph's answers mean; the first rule that fits wins. Codes come before statuses: one status stands for
 * many codes, and the same code came with different statuses.
 */
const RULES: readonly Rule[] = [
  // 429: nothing was processed. Mail answers `ApplicationThrottled` ("over its MailboxConcurrency limit"), `ErrorServerBusy`, `TooManyRequests`.
  { statuses: [429], error: throttled },
  // An upload URL that has expired answers like a stranger: gone, not found, or refused without a token.
  { operations: UPLOADS, statuses: [401, 403, 404, 410], error: () => new CopyGoneError('The upload session') },
  { codes: ['InvalidAuthenticationToken'], error: () => new TokenRefusedError() },

  // The mailbox does not open. Seen for inactive, soft-deleted and on-premises mailboxes, guests and users without a licence.
  {
    codes: ['MailboxNotEnabledForRESTAPI', 'MailboxNotSupportedForRESTAPI', 'ErrorNonExistentMailbox'],
    error: ({ mailboxId, code }) => new MailboxUnavailableError(mailboxId, code),
  },
  {
    codes: ['ErrorInvalidUser', 'Request_ResourceNotFound', 'ResourceNotFound'],
    error: (failed) => (failed.mailboxId === '' ? refused(failed) : new UserGoneError(failed.mailboxId)),
  },
  { codes: ['ErrorQuotaExceeded'], error: ({ mailboxId }) => new MailboxFullError(mailboxId) },

  // 403: outside the Exchange scope (new scopes take up to 2 hours); on a copy that exists, changing copies is blocked (from 31 December 2026).
  {
    codes: ['ErrorAccessDenied', 'Authorization_RequestDenied'],
    operations: CHANGES_A_COPY,
    error: ({ operation }) => new AttachRefusedError(operation),
  },
  { codes: ['ErrorAccessDenied', 'Authorization_RequestDenied'], operations: ['read-directory'], error: () => new DirectoryRefusedError() },
  { codes: ['ErrorAccessDenied', 'Authorization_RequestDenied'], error: ({ mailboxId }) => new NotInScopeError(mailboxId) },

  // Sizes. Exchange says one of two codes over the mailbox's limit; Graph itself a sentence, or 413, over 4 MB.
  { codes: ['ErrorMessageSizeExceeded', 'ErrorAttachmentSizeLimitExceeded'], error: ({ mailboxId }) => new ItemTooLargeError(mailboxId) },
  {
    codes: ['ErrorAttachmentSizeShouldNotBeLessThanMinimumSize'],
    error: () => new AttachmentSizeError('The attachment is too small for an upload session; it goes into a request of its own'),
  },
  { codes: ['RequestEntityTooLarge'], error: ({ bytes }) => new RequestTooLargeError(bytes) },
  { statuses: [413], error: ({ bytes }) => new RequestTooLargeError(bytes) },
  { statuses: [400], message: /maximum request length/i, error: ({ bytes }) => new RequestTooLargeError(bytes) },

  // What a request names is gone. A move names two things: the code tells which.
  {
    codes: ['ErrorItemNotFound', 'ErrorFolderNotFound', 'ErrorSyncFolderNotFound'],
    operations: ['probe'],
    error: ({ mailboxId, code }) => new MailboxUnavailableError(mailboxId, code),
  },
  { codes: ['ErrorItemNotFound'], operations: NAMES_A_COPY, error: () => new CopyGoneError('The staged copy') },
  {
    codes: ['ErrorItemNotFound', 'ErrorFolderNotFound', 'ErrorSyncFolderNotFound'],
    error: ({ mailboxId }) => new FolderGoneError(mailboxId),
  },

  // Two writes to one message at once: one of them did not happen, nobody says which.
  { codes: ['ErrorIrresolvableConflict'], error: unclear },
  { statuses: [412], operations: ['attach', 'open-upload', 'upload-range', 'move'], error: unclear },
  // Another range is expected than the one that was sent: the state of the session says which.
  { statuses: [416], operations: UPLOADS, error: unclear },

  // 5xx that are about this item and stay.
  { codes: ['ErrorCorruptData', 'ErrorVirusDetected', 'ErrorMimeContentConversionFailed'], error: refused },
  { statuses: [507], error: ({ mailboxId }) => new MailboxFullError(mailboxId) },

  // Statuses without a code that we know.
  { statuses: [401], error: () => new TokenRefusedError() },
  { statuses: [403], operations: CHANGES_A_COPY, error: ({ operation }) => new AttachRefusedError(operation) },
  { statuses: [403], operations: ['read-directory'], error: () => new DirectoryRefusedError() },
  { statuses: [403], error: ({ mailboxId }) => new NotInScopeError(mailboxId) },
  { statuses: [408], error: unclear },
  { statuses: '4xx', error: refused },
  { statuses: '5xx', error: unclear },
];

/** An error for every answer; what no rule knows (1xx, 3xx: a proxy on the way) is unclear. */
export function graphError(failed: FailedAnswer): ConnectorError {
  const error = (RULES.find((rule) => fits(rule, failed))?.error ?? unclear)(failed);
  error.cause = new GraphAnswerError(failed.status, failed.code, failed.requestId);
  return error;
}

/** No answer, or none that can be read. What never left needs no look. */
export function lostAnswerError(operation: GraphOperation, why: string, wasSent: boolean): ConnectorError {
  if (wasSent && AMBIGUOUS_WHEN_LOST.has(operation)) return new AmbiguousAnswerError(operation, why);
  return new ExchangeUnavailableError(operation, why);
}

function fits({ codes, statuses, message, operations }: Rule, failed: FailedAnswer): boolean {
  if (codes !== undefined && !codes.includes(failed.code)) return false;
  if (statuses !== undefined && !hasStatus(statuses, failed.status)) return false;
  if (operations !== undefined && !operations.includes(failed.operation)) return false;
  return message === undefined || message.test(failed.message);
}

function hasStatus(statuses: NonNullable<Rule['statuses']>, status: number): boolean {
  if (typeof statuses !== 'string') return statuses.includes(status);
  return Math.floor(status / 100) === Number(statuses[0]);
}
