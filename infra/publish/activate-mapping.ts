import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type HttpAnswer, NoAnswerError, type SendHttp, shownAnswer } from './http';
import { PublishError } from './publish-error';
import { type Attempt, MINUTE_IN_MS, SECOND_IN_MS, tryUntil, type Waiting } from './waiting';

export interface MappingOrder {
  /** `https://<host>`. */
  readonly api: string;
  readonly file: string;
  /** SHA-256 of the file that was checked. */
  readonly version: string;
  /** Whether the configuration confirms a large change by this very version. */
  readonly isConfirmed: boolean;
  /** Kept in the record of administrators' acts. */
  readonly reason: string;
}

export interface MappingPorts {
  readonly send: SendHttp;
  readonly waiting: Waiting;
  /** A token of the connector's own scope. */
  getToken(): Promise<string>;
  say(line: string): void;
}

/** A role that was just assigned and an app that was just deployed need this long. */
const START_UP = { forMs: 10 * MINUTE_IN_MS, everyMs: 15 * SECOND_IN_MS };
const PASSING = new Set([401, 403, 404, 429, 500, 502, 503, 504]);

/** Uploads the mapping file and makes it the current one, as any administrator would. Doing it again changes nothing. */
export async function activateMapping(order: MappingOrder, projectRoot: string, ports: MappingPorts): Promise<void> {
  const file = readFileSync(path.resolve(projectRoot, order.file));
  const version = createHash('sha256').update(file).digest('hex');
  if (version !== order.version) throw new PublishError(`${order.file} was changed after it was checked: start the update again`);
  await post(ports, `${order.api}/api/mapping/versions`, 'text/csv; charset=utf-8', file);
  const act = JSON.stringify({ reason: order.reason, confirm: order.isConfirmed });
  await post(ports, `${order.api}/api/mapping/versions/${version}/activate`, 'application/json', act);
}

async function post(ports: MappingPorts, url: string, type: string, body: Buffer | string): Promise<void> {
  const result = await tryUntil(ports.waiting, START_UP, async (): Promise<Attempt<HttpAnswer>> => {
    try {
      const headers = { Authorization: `Bearer ${await ports.getToken()}`, 'Content-Type': type };
      const answer = await ports.send({ method: 'POST', url, headers, body });
      return PASSING.has(answer.status) ? { again: shownAnswer(answer) } : { done: answer };
    } catch (error) {
      if (error instanceof NoAnswerError) return { again: error.message };
      throw error;
    }
  });
  if ('again' in result) {
    throw new PublishError(
      `${url} did not take the mapping: ${result.again}. The deploying identity needs the role DataConnector.Admin (adminIds).`,
    );
  }
  if (result.done.status >= 200 && result.done.status < 300) return;
  if (result.done.status === 409) {
    throw new PublishError(
      `The connector asks for a confirmation of this change: ${shownAnswer(result.done)}. When it is meant, set mappingConfirm to the SHA-256 of the file.`,
    );
  }
  throw new PublishError(`${url} refused the mapping: ${shownAnswer(result.done)}`);
}
