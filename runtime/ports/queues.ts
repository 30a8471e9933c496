export type QueueName = 'collect' | 'packages' | 'deliveries' | 'settle' | 'replays';

export const QUEUE_NAMES: readonly QueueName[] = ['collect', 'packages', 'deliveries', 'settle', 'replays'];

/** Ids, offsets and counts only; at most 40 KB as JSON. `v` is the version of the form. */
export type QueueMessage = { readonly v: number } & Readonly<Record<string, unknown>>;

export interface Queues {
  /** The message is there when this resolves; it never expires and becomes visible after the delay (whole seconds, 0 to 604,800). */
  send(queue: QueueName, message: QueueMessage, delayInSeconds?: number): Promise<void>;
  /** Messages that are waiting, delayed or being handled; 0 only when there is none of either kind. Poison queues are counted apart. */
  count(queue: QueueName): Promise<number>;
  poisonCount(queue: QueueName): Promise<number>;
}
