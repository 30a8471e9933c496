import { SeededRandom } from '../../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { CrashMode } from '../crash-run';
import { OUTSIDERS, type SmallDayOptions } from '../small-day';

export type MailboxTrouble = 'none' | 'not-in-scope' | 'unavailable' | 'full' | 'gone' | 'token-refused';
export type FolderTrouble = 'none' | 'renamed' | 'moved' | 'deleted' | 'there-before' | 'staging-deleted';
export type LargeTrouble = 'none' | 'over-limit' | 'attach-refused';
export type SourceTrouble = 'none' | 'truncated' | 'resent' | 'other-content' | 'late' | 'replaced-while-read';

/** All that goes wrong in one seed of the soak, decided before it begins. Shares are of calls, between 0 and 1. */
export interface Trouble {
  readonly seed: number;
  readonly day: SmallDayOptions;
  readonly sourceKind: 'telemessage' | 'sftp' | 'landing' | 'directory';
  readonly hasStamps: boolean;
  readonly processes: number;
  readonly workers: number;
  /** How many more times a queue message may come. */
  readonly repeats: number;
  readonly latencyInMs: number;
  readonly lookLagInMs: number;
  readonly storageFails: number;
  readonly answersLost: number;
  readonly throttled: number;
  readonly tokensRefused: number;
  readonly sourceFails: number;
  readonly crashes: readonly { readonly call: number; readonly mode: CrashMode }[];
  /** Calls at which a process stands still, and for how long. */
  readonly pauses: readonly number[];
  readonly pauseInMs: number;
  /** Calls at which the lease of a mailbox is broken. */
  readonly leaseBreaks: readonly number[];
  readonly skewInMs: number;
  readonly mailbox: MailboxTrouble;
  readonly folder: FolderTrouble;
  /** Which request to Exchange the user's act comes before. */
  readonly folderAt: number;
  readonly source: SourceTrouble;
  /** The directory does not know one person before the second day. */
  readonly isOneUnknown: boolean;
  /** What a large item meets on the first day. */
  readonly large: LargeTrouble;
  /** The call before which a work blob is lost; -1 = none is. */
  readonly workLostAt: number;
  /** At most so long takes a call to storage, or a read of the source: what runs side by side meets in ever other orders. */
  readonly storageLatencyInMs: number;
  readonly sourceLatencyInMs: number;
  /** A handler lets the rest go on in its next message after so long. */
  readonly handlerTimeInMs: number;
  readonly outage: Outage | undefined;
}

/** A part of storage takes nothing for a while. */
export interface Outage {
  /** What the names of its stores begin with. */
  readonly stores: string;
  readonly fromCall: number;
  readonly minutes: number;
}

/** All tables at once, or one of the stores; never the receiving of queue messages: nothing happens then. */
const OUTAGE_STORES = [
  'table/',
  'table/deliveries',
  'table/batches',
  'table/held',
  'table/packages',
  'table/mailboxes',
  'container/work',
  'container/packages',
  'container/reports',
  'leases',
  'signer',
];
/** Longer than a lease; longer than whoever takes over waits before it creates; longer than a handler. */
const PAUSES_IN_MS = [90_000, 200_000, 900_000];
const HANDLER_TIME_IN_MS = 8 * 60_000;
const ITEMS = 30;
/** In one request; attached in a request of its own; by an upload session of one range and of two. */
const LARGE_BYTES = [1_000_000, 2_700_000, 3_300_000, 4_200_000];
/** Then there may be a second copy, and the connector has to list it. */
export const LONGER_THAN_ANYBODY_WAITS_MS = 300_000;
const CALLS_OF_A_DAY = 500;
const HOUR_IN_MS = 3_600_000;

/** The same seed gives the same trouble. About a third of the kinds is on at a time, so that they meet each other. */
export function troubleOf(seed: number): Trouble {
  const random = new SeededRandom(seed, 'soak');
  const chance = (share: number): boolean => random.between(0, 1_000) < share * 1_000;
  const oneOf = <T>(share: number, values: readonly T[], none: T): T => (chance(share) ? random.pick(values) : none);
  const calls = (most: number): number[] => Array.from({ length: random.between(0, most + 1) }, () => random.between(0, CALLS_OF_A_DAY));
  return {
    seed,
    day: {
      items: ITEMS,
      people: random.between(4, 9),
      packages: random.between(1, 5),
      large: chance(0.07) ? [random.pick(LARGE_BYTES)] : [],
      outsiders: chance(0.3) ? OUTSIDERS : [],
    },
    sourceKind: random.pick(['telemessage', 'telemessage', 'sftp', 'landing', 'directory']),
    hasStamps: chance(0.9),
    processes: random.between(1, 3),
    workers: random.between(1, 5),
    repeats: oneOf(0.3, [1, 2], 0),
    latencyInMs: oneOf(0.5, [50, 400, 2_000], 0),
    lookLagInMs: oneOf(0.3, [1_000, 20_000, 80_000, 80_000, LONGER_THAN_ANYBODY_WAITS_MS], 0),
    storageFails: oneOf(0.4, [0.005, 0.02, 0.05], 0),
    answersLost: oneOf(0.4, [0.02, 0.1, 0.3], 0),
    throttled: oneOf(0.3, [0.02, 0.1, 0.3], 0),
    tokensRefused: oneOf(0.1, [0.01, 0.03], 0),
    sourceFails: oneOf(0.2, [0.05, 0.3], 0),
    crashes: chance(0.5) ? calls(3).map((call) => ({ call, mode: random.pick<CrashMode>(['before', 'after']) })) : [],
    pauses: chance(0.25) ? calls(2) : [],
    pauseInMs: random.pick(PAUSES_IN_MS),
    leaseBreaks: chance(0.25) ? calls(3) : [],
    skewInMs: oneOf(0.15, [-2 * HOUR_IN_MS, -4 * 60_000, 4 * 60_000, 2 * HOUR_IN_MS], 0),
    mailbox: oneOf(0.3, ['not-in-scope', 'unavailable', 'full', 'gone', 'token-refused'], 'none'),
    folder: oneOf(0.3, ['renamed', 'moved', 'deleted', 'there-before', 'staging-deleted'], 'none'),
    folderAt: random.between(0, 60),
    source: oneOf(0.35, ['truncated', 'resent', 'other-content', 'late', 'replaced-while-read'], 'none'),
    isOneUnknown: chance(0.2),
    large: oneOf(0.3, ['over-limit', 'attach-refused'], 'none'),
    workLostAt: chance(0.1) ? random.between(100, CALLS_OF_A_DAY) : -1,
    storageLatencyInMs: oneOf(0.3, [5, 60, 700], 0),
    sourceLatencyInMs: oneOf(0.2, [100, 20_000], 0),
    handlerTimeInMs: oneOf(0.2, [20_000, 60_000], HANDLER_TIME_IN_MS),
    outage: chance(0.15)
      ? { stores: random.pick(OUTAGE_STORES), fromCall: random.between(20, CALLS_OF_A_DAY), minutes: random.pick([3, 8, 30, 200]) }
      : undefined,
  };
}
