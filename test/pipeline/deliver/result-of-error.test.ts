import type { DeliveryResult } from '../../../runtime/pipeline/deliver/delivery-result';
import { resultForTheRest, resultOfError } from '../../../runtime/pipeline/deliver/result-of-error';
import { MailboxOvertakenError, PackageDamagedError } from '../../../runtime/pipeline/pipeline-errors';
import {
  AmbiguousAnswerError,
  CopyGoneError,
  ExchangeUnavailableError,
  FolderGoneError,
  MailboxFullError,
  MailboxThrottledError,
  MailboxUnavailableError,
  NotInScopeError,
  RequestRefusedError,
  RequestTooLargeError,
  TenantThrottledError,
  TokenRefusedError,
  UserGoneError,
} from '../../../runtime/ports/exchange-errors';
import { RowChangedError, StorageRefusedError, StorageUnavailableError } from '../../../runtime/ports/storage-errors';
import { MAILBOX } from './builders';

const NOW = new Date('2026-11-21T06:40:00.000Z');
const RETRY_AT = new Date('2026-11-21T07:00:00.000Z');
const inSeconds = (seconds: number): DeliveryResult => ({ kind: 'unsent', retryAt: new Date(NOW.getTime() + seconds * 1_000) });
const held = (reason: string, why: string) => ({ kind: 'held', reason, why, detail: '' });

describe('what an error of a create means for its delivery', () => {
  it.each<[string, unknown, object]>([
    ['429 of the mailbox: again when it says', new MailboxThrottledError(MAILBOX, RETRY_AT), { kind: 'unsent', retryAt: RETRY_AT }],
    ['429 of the tenant: again when it says', new TenantThrottledError(RETRY_AT), { kind: 'unsent', retryAt: RETRY_AT }],
    ['a refused token: again after a minute', new TokenRefusedError(), inSeconds(60)],
    ['nothing left this machine: soon again', new ExchangeUnavailableError('create', 'ECONNREFUSED'), inSeconds(10)],
    ['the folder is gone: soon again', new FolderGoneError(MAILBOX), inSeconds(10)],
    ['our store does not answer: soon again', new StorageUnavailableError('get work'), inSeconds(10)],
    ['our store refuses: soon again', new StorageRefusedError('get work', 'x'), inSeconds(10)],
    ['a row of ours changed: soon again', new RowChangedError('mailboxes', 0), inSeconds(10)],
    ['somebody else has the mailbox: soon again', new MailboxOvertakenError(MAILBOX), inSeconds(10)],
    ['the bytes of the item do not fit their hash: held', new PackageDamagedError('p', 'x'), held('attempts-exhausted', 'package-damaged')],
    ['no mailbox: held', new MailboxUnavailableError(MAILBOX, 'on-premises'), held('mailbox-unavailable', 'on-premises')],
    ['a full mailbox: held', new MailboxFullError(MAILBOX), held('mailbox-unavailable', 'mailbox-full')],
    ['no such user: held', new UserGoneError(MAILBOX), held('unmatched', 'user-gone')],
    ['outside the scope: held', new NotInScopeError(MAILBOX), held('not-in-scope', 'access-denied')],
    ['too large: somebody must look', new RequestTooLargeError(9), { kind: 'failed', why: 'request-too-large', copyId: '' }],
    [
      'refused for good: somebody must look',
      new RequestRefusedError('create', 400, 'ErrorX'),
      { kind: 'failed', why: '400 ErrorX', copyId: '' },
    ],
    ['no clear answer: it may have happened', new AmbiguousAnswerError('create', '503'), { kind: 'lost' }],
    ['a staged copy that is gone: it may have happened', new CopyGoneError('The copy'), { kind: 'lost' }],
    ['an error that nobody foresaw: it may have happened, never a skip', new TypeError('x'), { kind: 'lost' }],
    ['what is no error at all: it may have happened', undefined, { kind: 'lost' }],
  ])('%s', (_case, error, result) => {
    expect(resultOfError(error, NOW)).toEqual(result);
  });
});

describe('what a result means for the other deliveries of its mailbox', () => {
  it.each<[string, DeliveryResult]>([
    ['not sent', { kind: 'unsent', retryAt: RETRY_AT }],
    ['no mailbox', { kind: 'held', reason: 'mailbox-unavailable', why: 'mailbox-full', detail: '' }],
    ['outside the scope', { kind: 'held', reason: 'not-in-scope', why: 'access-denied', detail: '' }],
  ])('the same for all of them: %s', (_case, result) => {
    expect(resultForTheRest(result)).toBe(result);
  });

  it('they are not sent while Exchange does something else than it was asked', () => {
    expect(resultForTheRest({ kind: 'failed', why: 'target-changed', copyId: 'x' })).toEqual({ kind: 'unsent', retryAt: undefined });
  });

  it.each<[string, DeliveryResult]>([
    ['one that was tried too often', { kind: 'held', reason: 'attempts-exhausted', why: 'no-clear-answer', detail: '' }],
    ['one that was refused', { kind: 'failed', why: '400 ErrorX', copyId: '' }],
    ['one without a clear answer', { kind: 'lost' }],
    ['one that is staged', { kind: 'staged', staged: '{}', retryAt: undefined }],
  ])('nothing: %s', (_case, result) => {
    expect(resultForTheRest(result)).toBeUndefined();
  });
});
