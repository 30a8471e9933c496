import type { QueueMessage, QueueName, Queues } from '../../ports/queues';
import { checkDelay, queueMessageText } from './queue-rules';
import type { ServiceError, StorageCalls } from './storage-call';
import type { StorageHttp } from './storage-http';
import { writeQueueMessage } from './storage-xml';
import { poisonQueueName } from './store-names';

/** Azure: such a message never expires. */
const FOR_EVER = '-1';
const COUNT_HEADER = 'x-ms-approximate-messages-count';

/** The queues of the archive account; the Functions host receives what is sent here. */
export class AzureQueues implements Queues {
  readonly #http: StorageHttp;
  readonly #callsTo: (queue: string) => StorageCalls;

  constructor(http: StorageHttp, callsTo: (queue: string) => StorageCalls) {
    this.#http = http;
    this.#callsTo = callsTo;
  }

  async send(queue: QueueName, message: QueueMessage, delayInSeconds = 0): Promise<void> {
    const text = queueMessageText(queue, message);
    checkDelay(queue, delayInSeconds);
    const query = { messagettl: FOR_EVER, visibilitytimeout: String(delayInSeconds) };
    const headers = { 'content-type': 'application/xml' };
    const request = {
      service: 'queue',
      method: 'POST',
      path: `/${queue}/messages`,
      query,
      headers,
      body: writeQueueMessage(text),
    } as const;
    await this.#callsTo(queue).make('send', (signal) => this.#http.send(request, { signal }));
  }

  count(queue: QueueName): Promise<number> {
    return this.#count(queue);
  }

  poisonCount(queue: QueueName): Promise<number> {
    return this.#count(poisonQueueName(queue));
  }

  /** Azure counts messages that are not visible too. It calls the number approximate: never lower than it is. */
  async #count(queue: string): Promise<number> {
    const calls = this.#callsTo(queue);
    const request = { service: 'queue', method: 'GET', path: `/${queue}`, query: { comp: 'metadata' } } as const;
    return calls.make('count', async (signal) => {
      try {
        const count = Number((await this.#http.send(request, { signal })).headers[COUNT_HEADER]);
        if (!Number.isInteger(count)) throw calls.unreadable('count', 'no number of messages');
        return count;
      } catch (error) {
        // The host makes a poison queue when it first needs one.
        if ((error as ServiceError).statusCode === 404 && queue.endsWith('-poison')) return 0;
        throw error;
      }
    });
  }
}
