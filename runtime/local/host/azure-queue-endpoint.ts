import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { QueuedMessage, QueueEndpoint } from './queue-endpoint';

const FOR_EVER = -1;
const CALL_LIMIT_IN_MS = 10_000;

/** The queues of an account, as the Functions host receives from them. */
export class AzureQueueEndpoints {
  readonly #client: QueueServiceClient;
  /** Requests that brought messages; what else was asked for found an empty queue. */
  filledReceives = 0;

  constructor(connectionString: string) {
    this.#client = QueueServiceClient.fromConnectionString(connectionString);
  }

  endpoint(queue: string): QueueEndpoint {
    const onFilled = () => {
      this.filledReceives += 1;
    };
    return new AzureQueueEndpoint(this.#client.getQueueClient(queue), this.#client.getQueueClient(`${queue}-poison`), onFilled);
  }
}

class AzureQueueEndpoint implements QueueEndpoint {
  readonly #queue: QueueClient;
  readonly #poison: QueueClient;
  readonly #onFilled: () => void;

  constructor(queue: QueueClient, poison: QueueClient, onFilled: () => void) {
    this.#queue = queue;
    this.#poison = poison;
    this.#onFilled = onFilled;
  }

  get name(): string {
    return this.#queue.name;
  }

  async receive(max: number, visibilitySeconds: number): Promise<readonly QueuedMessage[]> {
    const options = { numberOfMessages: max, visibilityTimeout: visibilitySeconds, abortSignal: AbortSignal.timeout(CALL_LIMIT_IN_MS) };
    const { receivedMessageItems } = await this.#queue.receiveMessages(options);
    if (receivedMessageItems.length > 0) this.#onFilled();
    return receivedMessageItems.map(({ messageId, popReceipt, dequeueCount, messageText, insertedOn }) => ({
      id: messageId,
      receipt: popReceipt,
      dequeueCount,
      text: messageText,
      insertedAt: insertedOn,
    }));
  }

  async extend(id: string, receipt: string, visibilitySeconds: number): Promise<string | undefined> {
    const abortSignal = AbortSignal.timeout(CALL_LIMIT_IN_MS);
    const answer = await orLost(this.#queue.updateMessage(id, receipt, undefined, visibilitySeconds, { abortSignal }));
    return answer?.popReceipt;
  }

  async remove(id: string, receipt: string): Promise<void> {
    await orLost(this.#queue.deleteMessage(id, receipt, { abortSignal: AbortSignal.timeout(CALL_LIMIT_IN_MS) }));
  }

  async sendToPoison(text: string): Promise<void> {
    const abortSignal = AbortSignal.timeout(CALL_LIMIT_IN_MS);
    await this.#poison.createIfNotExists({ abortSignal });
    await this.#poison.sendMessage(text, { messageTimeToLive: FOR_EVER, abortSignal });
  }
}

/** 404: the message is gone. 400 PopReceiptMismatch: somebody else has received it. */
async function orLost<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 404 || statusCode === 400) return undefined;
    throw error;
  }
}
