import { failedAnswer } from '../../../runtime/adapters/graph/failed-answer';
import { type GraphOperation, graphError, lostAnswerError } from '../../../runtime/adapters/graph/graph-errors';
import type { ConnectorError } from '../../../runtime/domain/failure/connector-error';
import type { FaultPoint, FaultScript } from '../../fakes/fault-gate';

/** An answer of Graph that is no success, as it travels. */
export interface BadAnswer {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What happens to a request instead of its answer. `hang` and `reset` give none at all. */
export type GraphFault = BadAnswer | 'hang' | 'reset';

/** No request lives longer: then the connector gives it up. */
export const HANG_IN_MS = 30_000;

const GRAPH_OPERATIONS: Readonly<Record<string, GraphOperation>> = { keys: 'list-keys', attachments: 'list-attachments' };

/** The error that the Graph adapter makes of a fault, by its own table. */
export function graphErrorOf(fault: GraphFault, { operation, key }: FaultPoint, now: Date, random: number): ConnectorError {
  const name = GRAPH_OPERATIONS[operation] ?? (operation as GraphOperation);
  if (typeof fault === 'string') return lostAnswerError(name, fault === 'hang' ? 'no whole answer within 30000 ms' : 'ECONNRESET', true);
  const { status, code = '', headers = {} } = fault;
  const body = Buffer.from(JSON.stringify({ error: { code, message: '' } }));
  const request = { operation: name, mailboxId: mailboxOf(key), bytes: 0, throttledTries: 0 };
  return graphError(failedAnswer({ kind: 'answer', status, headers, body }, request, now, random));
}

/** A fault as a script: `isCommitted` = Exchange has carried the request out before the answer is lost. */
export function graphScript(
  fault: GraphFault,
  isCommitted: boolean,
  wait: (milliseconds: number) => Promise<void>,
  error: () => ConnectorError,
): FaultScript {
  const lose = async (): Promise<never> => {
    if (fault === 'hang') await wait(HANG_IN_MS);
    throw error();
  };
  return isCommitted ? { after: lose } : { before: lose };
}

/** A fault point of Exchange names the mailbox first. */
export const mailboxOf = (key: string): string => key.slice(0, key.indexOf('/'));

const DAY_IN_MS = 86_400_000;

/** Every form in which a 429 was seen to say when to come again, the absurd ones too. */
export function retryAfterForms(now: Date, seconds: number): readonly Readonly<Record<string, string>>[] {
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  return [
    { 'retry-after': String(seconds) },
    { 'retry-after': later(seconds * 1_000).toUTCString() },
    {
      'retry-after': later(seconds * 1_000)
        .toUTCString()
        .replace(' GMT', ''),
      date: now.toUTCString(),
    },
    {},
    { 'retry-after': '' },
    { 'retry-after': '0' },
    { 'retry-after': '-5' },
    { 'retry-after': '1.5' },
    { 'retry-after': 'soon' },
    { 'retry-after': '1000000000' },
    { 'retry-after': '1e9' },
    { 'retry-after': later(-DAY_IN_MS).toUTCString() },
    { 'retry-after': later(400 * DAY_IN_MS).toUTCString() },
    { 'retry-after': '99999999999999999999999999' },
  ];
}
