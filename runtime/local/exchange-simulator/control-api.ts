import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FaultRule, seededRandom } from './fault-rules';
import { isLoopbackName } from './loopback-name';
import type { SimulatedUser } from './simulated-user';
import type { SimulatorParts } from './simulator-parts';
import { storedCopies } from './stored-copies';
import { changeSwitches } from './switches';
import { doUserAct, type UserAct } from './user-acts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const COPIES_A_WRITE = 200;

type Handler = (simulator: SimulatorParts, body: unknown) => unknown;

/** Method and path below `/_control/`; each takes and answers JSON. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET statistics': ({ statistics, exchange }) => statistics.view(exchange),
  'POST statistics/reset': ({ statistics, exchange }) => statistics.reset(exchange.violations),
  'GET switches': ({ switches }) => switches,
  'PATCH switches': ({ switches }, changes) => {
    changeSwitches(switches, changes as Record<string, unknown>);
    return switches;
  },
  'GET users': ({ exchange }) => exchange.users,
  'POST users': ({ exchange }, users) =>
    (users as Pick<SimulatedUser, 'id' | 'userPrincipalName'>[]).map((user) => exchange.putUser(user)).length,
  'PUT faults': ({ faults }, asked) => {
    const { rules, seed } = asked as { readonly rules: readonly FaultRule[]; readonly seed?: number };
    faults.set(rules, seed === undefined ? undefined : seededRandom(seed));
  },
  'POST acts': ({ exchange }, act) => doUserAct(exchange, act as UserAct),
};

/** What tests, the bench and the local mode may do that Graph itself has no request for. `GET copies` answers JSON lines. */
export function answerControl(
  simulator: SimulatorParts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): void {
  answer(simulator, request, response, path.slice('/_control/'.length), query).catch((error: Error) => {
    if (response.headersSent) response.destroy();
    else sendJson(response, 400, { error: error.message });
  });
}

async function answer(simulator: SimulatorParts, request: IncomingMessage, response: ServerResponse, path: string, query: string) {
  if (!isLoopbackName(request.headers.host))
    return sendJson(response, 403, { error: 'The control interface answers to loopback names only' });
  if (request.method === 'GET' && path === 'copies') {
    return sendCopies(simulator, response, new URLSearchParams(query).get('mailbox') ?? undefined);
  }
  const handler = HANDLERS[`${request.method} ${path}`];
  if (handler === undefined) return sendJson(response, 404, { error: `There is no ${request.method} /_control/${path}` });
  const body = request.method === 'GET' ? undefined : await readJson(request);
  return sendJson(response, 200, handler(simulator, body) ?? {});
}

/** A page of another origin cannot send this type without asking first, and nobody answers that question. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('The body is too long');
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    throw new Error('The Content-Type has to be application/json');
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function sendCopies({ exchange }: SimulatorParts, response: ServerResponse, mailbox: string | undefined): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  let lines: string[] = [];
  for (const copy of storedCopies(exchange, mailbox)) {
    lines.push(JSON.stringify(copy));
    if (lines.length < COPIES_A_WRITE) continue;
    if (!response.write(`${lines.join('\n')}\n`)) await once(response, 'drain');
    lines = [];
  }
  response.end(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}
