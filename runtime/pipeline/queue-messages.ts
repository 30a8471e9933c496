import type { QueueMessage, QueueName } from '../ports/queues';
import type { BatchMessage } from './deliver/deliver';
import type { LastLookMessage } from './deliver/last-look';

export type CollectMessage =
  | { readonly v: 1; readonly kind: 'list'; readonly runId: string }
  | { readonly v: 1; readonly kind: 'package'; readonly runId: string; readonly packageId: string; readonly postponed?: number };

export interface UnpackMessage {
  readonly v: 1;
  readonly runId: string;
  readonly packageId: string;
  readonly fromEntry: number;
  /** How often it went back because something else than the package was in the way. */
  readonly postponed?: number;
}

export interface SettleMessage {
  readonly v: 1;
  readonly runId: string;
  /** How often it met another settle at work. */
  readonly busy?: number;
}

export interface ReplayMessage {
  readonly v: 1;
  readonly runId: string;
  /** Held rows up to this key are done. */
  readonly after: string;
  /** How often it went back because a store, the directory or the mapping did not answer. */
  readonly postponed?: number;
}

export interface Messages {
  readonly collect: CollectMessage;
  readonly packages: UnpackMessage;
  readonly deliveries: BatchMessage | LastLookMessage;
  readonly settle: SettleMessage;
  readonly replays: ReplayMessage;
}

const CURRENT_VERSION = 1;
const IDS: Readonly<Record<QueueName, (message: QueueMessage) => readonly string[]>> = {
  collect: (message) => (message['kind'] === 'package' ? ['runId', 'packageId'] : ['runId']),
  packages: () => ['runId', 'packageId'],
  deliveries: (message) => (message['kind'] === 'last-look' ? ['mailboxId', 'importKey'] : ['runId', 'batchId']),
  settle: () => ['runId'],
  replays: () => ['runId'],
};

/** Written by a newer release than this one: it is put back for the release that understands it, and never becomes poison. */
export class UnknownMessageVersionError extends Error {
  override readonly name = 'UnknownMessageVersionError';
}

/** A queue message as its handler needs it. Throws when it is none of ours: it becomes poison and is reported there. */
export function readMessage<Q extends QueueName>(queue: Q, body: unknown): Messages[Q] {
  if (typeof body !== 'object' || body === null || typeof (body as QueueMessage).v !== 'number')
    throw new TypeError(`A message of queue ${queue} has no version`);
  const message = body as QueueMessage;
  if (message.v > CURRENT_VERSION) throw new UnknownMessageVersionError(`A message of queue ${queue} has version ${message.v}`);
  for (const id of IDS[queue](message)) {
    if (typeof message[id] !== 'string' || message[id] === '') throw new TypeError(`A message of queue ${queue} lacks ${id}`);
  }
  return message as unknown as Messages[Q];
}
