import {
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
} from '../../ports/exchange-errors';
import { RowChangedError, StorageRefusedError, StorageUnavailableError } from '../../ports/storage-errors';
import { MailboxOvertakenError, PackageDamagedError } from '../pipeline-errors';
import type { DeliveryResult } from './delivery-result';

const SECOND_IN_MS = 1_000;
/** A read that failed, or a folder that changed under us: soon again. */
const SOON_IN_MS = 10 * SECOND_IN_MS;
/** A token that is refused, also a new one: Entra may need a minute. */
const TOKEN_PAUSE_IN_MS = 60 * SECOND_IN_MS;

/** Our own store, asked before anything is sent to Exchange: for the item's bytes, for the budget, for the folder's id. */
const OWN_STORE = [StorageUnavailableError, StorageRefusedError, RowChangedError, MailboxOvertakenError] as const;

/**
 * What an error of a create means for its delivery. An error that nobody foresaw may have come after the effect: it counts as a lost answer,
 * never as a skip.
 */
export function resultOfError(error: unknown, now: Date): DeliveryResult {
  if (error instanceof MailboxThrottledError || error instanceof TenantThrottledError) return { kind: 'unsent', retryAt: error.retryAt };
  if (error instanceof TokenRefusedError) return unsentFor(TOKEN_PAUSE_IN_MS, now);
  if (error instanceof ExchangeUnavailableError || error instanceof FolderGoneError) return unsentFor(SOON_IN_MS, now);
  if (OWN_STORE.some((kind) => error instanceof kind)) return unsentFor(SOON_IN_MS, now);
  if (error instanceof PackageDamagedError) return { kind: 'held', reason: 'attempts-exhausted', why: 'package-damaged', detail: '' };
  if (error instanceof MailboxUnavailableError) return { kind: 'held', reason: 'mailbox-unavailable', why: error.why, detail: '' };
  if (error instanceof MailboxFullError) return { kind: 'held', reason: 'mailbox-unavailable', why: 'mailbox-full', detail: '' };
  if (error instanceof UserGoneError) return { kind: 'held', reason: 'unmatched', why: 'user-gone', detail: '' };
  if (error instanceof NotInScopeError) return { kind: 'held', reason: 'not-in-scope', why: 'access-denied', detail: '' };
  if (error instanceof RequestTooLargeError) return { kind: 'failed', why: 'request-too-large', copyId: '' };
  if (error instanceof RequestRefusedError) return { kind: 'failed', why: `${error.status} ${error.graphCode}`, copyId: '' };
  return { kind: 'lost' };
}

const unsentFor = (milliseconds: number, now: Date): DeliveryResult => ({
  kind: 'unsent',
  retryAt: new Date(now.getTime() + milliseconds),
});

/** Whether every other delivery to this mailbox would meet the same now, and with what result. */
export function resultForTheRest(result: DeliveryResult): DeliveryResult | undefined {
  if (result.kind === 'unsent') return result;
  if (result.kind === 'held' && result.reason !== 'attempts-exhausted') return result;
  if (result.kind === 'failed' && result.why === 'target-changed') return { kind: 'unsent', retryAt: undefined };
  return undefined;
}
