import { readFileSync } from 'node:fs';

/** What the local host takes from `host.json`; the Functions host takes the same values. */
export interface QueueRules {
  /** Messages taken at once, and how many more are handled at once: together the most that one function handles in one process. */
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
  /** `visibilityTimeout`: how long a message that failed is hidden before the next attempt. */
  readonly retryDelaySeconds: number;
}

export interface HostJson {
  readonly queues: QueueRules;
  /** Stands before every route; '' here, so that the page is at `/`. */
  readonly routePrefix: string;
}

/** Reads the deployed file. Defaults are those of the Functions host. */
export function readHostJson(file: string): HostJson {
  const { extensions } = JSON.parse(readFileSync(file, 'utf8')) as {
    extensions?: { queues?: Record<string, unknown>; http?: Record<string, unknown> };
  };
  const { queues = {}, http = {} } = extensions ?? {};
  const number = (name: string, fallback: number) => (typeof queues[name] === 'number' ? queues[name] : fallback);
  if ((queues['messageEncoding'] ?? 'base64') !== 'base64')
    throw new Error(`The local host reads base64 messages only, ${file} says another encoding`);
  return {
    queues: {
      batchSize: number('batchSize', 16),
      newBatchThreshold: number('newBatchThreshold', 8),
      maxDequeueCount: number('maxDequeueCount', 5),
      retryDelaySeconds: secondsOf(String(queues['visibilityTimeout'] ?? '00:00:00')),
    },
    routePrefix: String(http['routePrefix'] ?? 'api'),
  };
}

function secondsOf(time: string): number {
  const [, hours = '', minutes = '', seconds = ''] = /^(\d+):(\d\d):(\d\d)$/.exec(time) ?? [];
  if (seconds === '') throw new Error(`"${time}" is no time of the form hh:mm:ss`);
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
