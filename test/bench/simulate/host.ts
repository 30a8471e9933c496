import { extensions, functionTimeout } from '../../../runtime/functions/host.json';

const MINUTES_AN_HOUR = 60;

const [hours = 0, minutes = 0] = functionTimeout.split(':').map(Number);
const { batchSize, newBatchThreshold } = extensions.queues;

/** What host.json says to the platform. */
export const HOST = {
  handlerMinutes: hours * MINUTES_AN_HOUR + minutes,
  /** Messages of one function that one instance handles side by side. */
  handlersAnInstance: batchSize + newBatchThreshold,
  /** Messages for which target-based scaling wants one instance. */
  messagesAnInstance: batchSize,
} as const;
