import type { InvocationContext } from '@azure/functions';
import { type Connector, createConnector } from '../main';
import { readSettings } from '../settings';
import { invocationSink, withLogOf } from './invocation-log';

const MINUTE_IN_MS = 60_000;
/** What is not done by then is queued again: the platform may end an instance within 10 minutes. */
const HANDLER_TIME_IN_MS = 8 * MINUTE_IN_MS;

let connector: Promise<Connector> | undefined;

/** One connector a process, made at the first invocation: an error in the settings then fails every invocation with the whole list. */
export function withConnector<T>(context: InvocationContext, handler: (connector: Connector) => Promise<T>): Promise<T> {
  connector ??= createConnector(readSettings(process.env), invocationSink, __dirname);
  const made = connector;
  return withLogOf(context, async () => handler(await made));
}

export function handlingFromNow(): { deadline: Date; signal: AbortSignal } {
  return { deadline: new Date(Date.now() + HANDLER_TIME_IN_MS), signal: AbortSignal.timeout(HANDLER_TIME_IN_MS + MINUTE_IN_MS) };
}
