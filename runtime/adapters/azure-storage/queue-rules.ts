import type { QueueMessage, QueueName } from '../../ports/queues';

/** A queue message holds 64 KiB as base64; 40 KB of JSON leave room for what the host adds. */
const MAX_MESSAGE_BYTES = 40_000;

const MAX_DELAY_IN_SECONDS = 604_800;

/** The message as it travels. Refuses what the queue cannot hold; a `RangeError` is a mistake of the caller. */
export function queueMessageText(queue: QueueName, message: QueueMessage): string {
  const json = Buffer.from(JSON.stringify(message));
  if (json.length > MAX_MESSAGE_BYTES) {
    throw new RangeError(`A message for queue ${queue} has ${json.length} bytes; ${MAX_MESSAGE_BYTES} are allowed. Send ids, not content`);
  }
  // The Functions host decodes base64 by default (host.json: messageEncoding).
  return json.toString('base64');
}

export function checkDelay(queue: QueueName, delayInSeconds: number): void {
  if (Number.isInteger(delayInSeconds) && delayInSeconds >= 0 && delayInSeconds <= MAX_DELAY_IN_SECONDS) return;
  throw new RangeError(
    `A delay of ${delayInSeconds} for queue ${queue} is not a whole number of seconds from 0 to ${MAX_DELAY_IN_SECONDS}`,
  );
}
