import { MAILBOX_LIMITS, type MailboxLimitFigures } from './mailbox-limits';

const MEBIBYTE = 1024 * 1024;

/** How `Retry-After` is written in an answer 429; every form was seen or must be survived. */
export type RetryAfterForm = 'seconds' | 'http-date' | 'none' | 'zero' | 'negative' | 'absurd' | 'fraction' | 'garbage';

/**
 * What the service does where its behaviour is a setting, uncertain, or about to change. The defaults are what the facts say is most
 * likely; the README beside this file says why. Every switch can be changed while the simulator runs.
 */
export interface Switches {
  /** Bearer tokens that are accepted; any other is 401 `InvalidAuthenticationToken`. */
  tokens: readonly string[];
  /** Mail requests without `Prefer: IdType="ImmutableId"` are refused: their ids would not survive a move. */
  demandsImmutableIds: boolean;
  /** Time every request takes before it is carried out. */
  latencyInMs: number;
  limits: MailboxLimitFigures;
  /** Answers 429 over the limits; otherwise violations are only counted. */
  throttles: boolean;
  retryAfter: RetryAfterForm;
  /** How long a new message stays unseen by `$filter`: a random time between the two, the same for the same seed. */
  filterLagInMs: { readonly min: number; readonly max: number };
  /** Folder listings under the root also show folders below it. */
  listsNestedFolders: boolean;
  maxRequestBytes: number;
  /** A request over the limit answers 400 with the sentence, or 413 `RequestEntityTooLarge`. */
  tooLargeStatus: 400 | 413;
  sessionMinBytes: number;
  sessionMaxBytes: number;
  maxRangeBytes: number;
  sessionLifetimeInMs: number;
  /** Where a message over the mailbox's limit is refused when it grows by an upload session. */
  sizeCheckedAt: 'session' | 'last-range';
  quotaStatus: 400 | 507;
  /** From 31 December 2026: sensitive properties of a message that is no draft are not changed. */
  refusesChangesOfSent: boolean;
  /** Unknown part of the same change: attachments and upload sessions on a message that is no draft. */
  refusesAttachToSent: boolean;
  refusesMoveOfSent: boolean;
  /** A move keeps sent and received time. */
  moveKeepsDates: boolean;
  usersPageSize: number;
  /** Contents longer than this are kept as SHA-256 and size only. */
  keepsContentUpTo: number;
}

export const DEFAULT_TOKEN = 'exchange-simulator';

export function defaultSwitches(): Switches {
  return {
    tokens: [DEFAULT_TOKEN],
    demandsImmutableIds: true,
    latencyInMs: 0,
    limits: MAILBOX_LIMITS,
    throttles: true,
    retryAfter: 'seconds',
    filterLagInMs: { min: 0, max: 0 },
    listsNestedFolders: false,
    maxRequestBytes: 4 * MEBIBYTE,
    tooLargeStatus: 413,
    sessionMinBytes: 3 * MEBIBYTE,
    sessionMaxBytes: 150 * MEBIBYTE,
    maxRangeBytes: 4 * MEBIBYTE,
    sessionLifetimeInMs: 24 * 60 * 60_000,
    sizeCheckedAt: 'session',
    quotaStatus: 400,
    refusesChangesOfSent: false,
    refusesAttachToSent: false,
    refusesMoveOfSent: false,
    moveKeepsDates: true,
    usersPageSize: 999,
    keepsContentUpTo: Number.POSITIVE_INFINITY,
  };
}

/** Refuses names and types that no switch has, so that a test never turns a switch that is not there. */
export function changeSwitches(switches: Switches, changes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(switches, name)) throw new Error(`The Exchange simulator has no switch "${name}"`);
    const present = switches[name as keyof Switches];
    const accepted = value === null && typeof present === 'number' ? Number.POSITIVE_INFINITY : value;
    if (typeof accepted !== typeof present) throw new Error(`Switch "${name}" takes a ${typeof present}`);
    const merged = isPlainObject(present) ? { ...present, ...(accepted as object) } : accepted;
    Object.assign(switches, { [name]: merged });
  }
}

const isPlainObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
