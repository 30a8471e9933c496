import { QUEUE_NAMES } from '../../ports/queues';

export type ContainerName = 'packages' | 'reports' | 'mappings' | 'work' | 'state';

export const CONTAINER_NAMES: readonly ContainerName[] = ['packages', 'reports', 'mappings', 'work', 'state'];

export type TableName = 'runs' | 'packages' | 'batches' | 'deliveries' | 'held' | 'mailboxes' | 'numbers' | 'events';

export const TABLE_NAMES: readonly TableName[] = ['runs', 'packages', 'batches', 'deliveries', 'held', 'mailboxes', 'numbers', 'events'];

/** The Functions host puts a message here that failed five times. */
export const poisonQueueName = (queue: string): string => `${queue}-poison`;

/** Every queue with its poison queue. */
export const ALL_QUEUE_NAMES: readonly string[] = QUEUE_NAMES.flatMap((queue) => [queue, poisonQueueName(queue)]);
