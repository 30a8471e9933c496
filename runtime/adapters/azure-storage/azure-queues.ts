import type { QueueServiceClient } from '@azure/storage-queue';
import type { QueueMessage, QueueName, Queues } from '../../ports/queues';
import { checkDelay, queueMessageText } from './queue-rules';
import type { ServiceError, StorageCalls } from './storage-call';
import { poisonQueueName } from './store-names';

/** Azure: such a message never expires. */
const FOR_EVER = -1;

/** The queues of the archive account; the Functions host receives what is sent here. */
export class AzureQueues implements Queues {
  readonly #client: QueueServiceClient;
  readonly #callsTo: (queue: string) => StorageCalls;

  constructor(client: QueueServiceClient, callsTo: (queue: string) => StorageCalls) {
    this.#client = client;
    this.#callsTo = callsTo;
  }

  async send(queue: QueueName, message: QueueMessage, delayInSeconds = 0): Promise<void> {
    const text = queueMessageText(queue, message);
    checkDelay(queue, delayInSeconds);
    const client = this.#client.getQueueClient(queue);
    const options = { messageTimeToLive: FOR_EVER, visibilityTimeout: delayInSeconds };
    await this.#callsTo(queue).make('send', (abortSignal) => client.sendMessage(text, { ...options, abortSignal }));
  }

  count(queue: QueueName): Promise<number> {
    return this.#count(queue);
  }

  poisonCount(queue: QueueName): Promise<number> {
    return this.#count(poisonQueueName(queue));
  }

  /** Azure counts messages that are not visible too. It calls the number approximate: never lower than it is. */
  async #count(queue: string): Promise<number> {
    const client = this.#client.getQueueClient(queue);
    return this.#callsTo(queue).make('count', async (abortSignal) => {
      try {
        return (await client.getProperties({ abortSignal })).approximateMessagesCount ?? 0;
      } catch (error) {
        // The host makes a poison queue when it first needs one.
        if ((error as ServiceError).statusCode === 404 && queue.endsWith('-poison')) return 0;
        throw error;
      }
    });
  }
}
