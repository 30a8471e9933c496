import { hash } from 'node:crypto';
import { logNumber } from '../../domain/evidence/number-mask';

/**
 * What a field may hold. There is no kind for free text: a subject, body, name, address, file name or full number has no field to stand in.
 *
 * - `id`: run, package, mailbox, item, key, batch or request ids and hashes
 * - `code`: fixed words of ours or of a service
 * - `count`: numbers of any meaning (bytes, milliseconds, entries) and yes or no
 * - `time`: ISO
 */
export type LogFieldKind = 'id' | 'code' | 'count' | 'time';

const IDS = [
  'runId',
  'packageId',
  'batchId',
  'mailboxId',
  'importKey',
  'itemId',
  'heldId',
  'eventId',
  'requestId',
  'exchangeId',
  'folderId',
  'invocationId',
];
const HASHES = ['sha256', 'mappingVersion', 'previous', 'reportSha256', 'entrySha256', 'release', 'keyId'];
const CODES = [
  'errorCode',
  'errorClass',
  'causeCode',
  'code',
  'reason',
  'why',
  'how',
  'outcome',
  'state',
  'trigger',
  'queue',
  'kind',
  'alarm',
  'operation',
  'method',
];
const MORE_CODES = [
  'source',
  'stage',
  'act',
  'role',
  'verb',
  'table',
  'container',
  'route',
  'attachment',
  'disposition',
  'level',
  'matchedBy',
];
const COUNTS = [
  'heldOpen',
  'poisonMessages',
  'hoursSinceArrival',
  'weekdayHoursSilent',
  'credentialDaysLeft',
  'bytes',
  'items',
  'entry',
  'entries',
  'packages',
  'deliveries',
  'batches',
  'imported',
  'held',
  'failed',
  'skipped',
  'sent',
  'listed',
  'new',
  'unsettled',
];
const MORE_COUNTS = [
  'attempt',
  'attempts',
  'tries',
  'copies',
  'differences',
  'users',
  'rows',
  'participants',
  'problems',
  'fromEntry',
  'sequence',
  'status',
  'open',
];
const LIMITS = [
  'milliseconds',
  'seconds',
  'delayInSeconds',
  'requests',
  'inFlight',
  'workers',
  'port',
  'dequeueCount',
  'reports',
  'findings',
  'mailboxes',
  'count',
];
const FLAGS = ['isKnown', 'isMissing', 'isLate', 'isRetried', 'isRejected', 'isComplete', 'reconciled'];
const TIMES = ['at', 'from', 'to', 'storageTime', 'localTime', 'retryAt', 'startedAt', 'finishedAt', 'dueAt', 'watermark'];

const kindsOf = (kind: LogFieldKind, ...lists: readonly (readonly string[])[]): [string, LogFieldKind][] =>
  lists.flat().map((name) => [name, kind]);

/** Every field that a log line may carry. A name that is not here is dropped; add it with its kind when a new one is needed. */
export const LOG_FIELDS: ReadonlyMap<string, LogFieldKind> = new Map([
  ...kindsOf('id', IDS, HASHES),
  ...kindsOf('code', CODES, MORE_CODES),
  ...kindsOf('count', COUNTS, MORE_COUNTS, LIMITS, FLAGS),
  ...kindsOf('time', TIMES),
]);

const ID = /^[A-Za-z0-9_:.+=/-]{1,512}$/;
const CODE = /^[A-Za-z0-9_.:-]{1,100}$/;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/;
const PHONE = /^\+?\d{7,15}$/;
const NOT_LISTED = '(not shown)';

/** The value as a line may show it: what does not look like its kind is not shown, a number of a phone only by its last two digits. */
export function scrubbedValue(kind: LogFieldKind, value: string | number | boolean): string | number | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return kind === 'count' ? value : scrubbedText(kind, String(value));
  return scrubbedText(kind, value);
}

function scrubbedText(kind: LogFieldKind, text: string): string {
  if (text === '') return '';
  if (PHONE.test(text)) return logNumber(text);
  if (text.includes('@')) return `hash:${hash('sha256', text.toLowerCase(), 'hex').slice(0, 12)}`;
  const pattern = kind === 'id' ? ID : kind === 'time' ? TIME : CODE;
  return pattern.test(text) ? text : NOT_LISTED;
}
