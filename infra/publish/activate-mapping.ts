import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type HttpAnswer, jsonOf, NoAnswerError, type SendHttp, shownAnswer } from './http';
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
/** 302: the platform's sign-in does not know us yet. 412: somebody else activated a mapping at the same moment. */
const PASSING = new Set([302, 401, 403, 404, 412, 429, 500, 502, 503, 504]);
/** The site still runs with the settings of the update before: it does not know yet whose mapping this is. */
const OWNED_BY_STACK = 'mapping-owned-by-stack';
const CONFIRMATION_NEEDED = 'confirmation-needed';
/** Entra ID does not know the new application, its identifier or our role in it everywhere yet. */
const TOKEN_NOT_YET = /AADSTS(50105|501051|500011|500014|650057|700016)/;

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
  const result = await tryUntil(ports.waiting, START_UP, () => postOnce(ports, url, type, body));
  if ('again' in result) {
    throw new PublishError(
      `${url} did not take the mapping: ${result.again}. The deploying identity needs the role DataConnector.Admin (adminIds).`,
    );
  }
  const { status } = result.done;
  if (status >= 200 && status < 300) return;
  if (codeOf(result.done) === CONFIRMATION_NEEDED) {
    throw new PublishError(
      `The connector asks for a confirmation of this change: ${shownAnswer(result.done)}. When it is meant, set mappingConfirm to the SHA-256 of the file.`,
    );
  }
  throw new PublishError(`${url} refused the mapping: ${shownAnswer(result.done)}`);
}

async function postOnce(ports: MappingPorts, url: string, type: string, body: Buffer | string): Promise<Attempt<HttpAnswer>> {
  try {
    const headers = { Authorization: `Bearer ${await ports.getToken()}`, 'Content-Type': type };
    const answer = await ports.send({ method: 'POST', url, headers, body });
    const isPassing = PASSING.has(answer.status) || codeOf(answer) === OWNED_BY_STACK;
    return isPassing ? { again: shownAnswer(answer) } : { done: answer };
  } catch (error) {
    if (error instanceof NoAnswerError) return { again: error.message };
    if (error instanceof PublishError && TOKEN_NOT_YET.test(error.message)) return { again: error.message };
    throw error;
  }
}

/** The fixed code of a problem (docs/openapi.yaml); undefined when the answer is none. */
function codeOf(answer: HttpAnswer): string | undefined {
  const code = (jsonOf(answer) as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
