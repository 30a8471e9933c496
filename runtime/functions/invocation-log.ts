import { AsyncLocalStorage } from 'node:async_hooks';
import type { InvocationContext } from '@azure/functions';
import type { LogSink } from '../main';

const current = new AsyncLocalStorage<InvocationContext>();

/** Runs a handler so that every line of the connector goes to its invocation; the host adds what it knows and sends it to Application Insights. */
export function withLogOf<T>(context: InvocationContext, handler: () => Promise<T>): Promise<T> {
  return current.run(context, handler);
}

export const invocationSink: LogSink = (level, line) => {
  const context = current.getStore();
  if (level === 'error') context?.error(line);
  else if (level === 'warn') context?.warn(line);
  else context?.info(line);
};
