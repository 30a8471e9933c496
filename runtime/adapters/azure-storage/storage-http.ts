import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerBody } from './answer-body';
import { answerError } from './answer-error';
import { queryText, type StorageAnswer, StorageAnswerError, type StorageRequest, type StorageService } from './storage-request';

/** Blobs and queues; tables have a history of their own. Both are versions that Azurite knows. */
const VERSIONS: Readonly<Record<StorageService, string>> = { blob: '2021-12-02', queue: '2021-12-02', table: '2019-02-02' };

/** Says who asks: the value of the header `authorization`. */
export type Authorize = (request: StorageRequest, headers: Readonly<Record<string, string>>, path: string) => string | Promise<string>;

export interface StorageEndpoints {
  /** With the account in the path where the host does not name it; without a trailing slash. */
  readonly endpoints: Readonly<Record<StorageService, string>>;
  readonly authorize: Authorize;
  /** Before the second retry; the first follows at once. */
  readonly retryDelayInMs: number;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** The answer has begun, and this many bytes follow. */
  readonly onLength?: (bytes: number) => void;
}

/**
 * Retries inside a call: small, because a queue message is repeated anyway, and a worker that waits here holds a lease.
 *
 * A write whose answer was lost is sent again, and then meets its own effect: an insert answers "exists", an If-Match write answers
 * "changed". Callers read the row or blob and decide (ports/storage-errors.ts), so that no retry can hide or double an effect.
 */
const MAX_TRIES = 3;

/**
 * What is throttled is asked more patiently: all workers together ask a partition, a queue or the account for more than it does, and it gets better
 * only when each of them waits, longer every time (Azure Storage: scalability targets). A message that failed instead would soon be poison. About
 * six seconds in all, inside of the time of a call.
 */
const MAX_BUSY_TRIES = 5;
const BUSY = new Set<number | undefined>([429, 503]);

/** Tells what passes: no answer, a service that is busy or has a fault. */
const PASSING = new Set<number | undefined>([undefined, 408, 429, 500, 502, 503, 504]);

interface Place {
  readonly isTls: boolean;
  readonly hostname: string;
  readonly port: string;
  /** `/devstoreaccount1` at Azurite, '' at Azure. */
  readonly base: string;
}

/** Requests to the three services of a storage account over kept connections; every answer is read whole. */
export class StorageHttp {
  readonly #options: StorageEndpoints;
  readonly #places: Readonly<Record<StorageService, Place>>;
  readonly #plain = new HttpAgent({ keepAlive: true, scheduling: 'lifo' });
  readonly #tls = new HttpsAgent({ keepAlive: true, scheduling: 'lifo' });

  constructor(options: StorageEndpoints) {
    this.#options = options;
    const { blob, queue, table } = options.endpoints;
    this.#places = { blob: placeOf(blob), queue: placeOf(queue), table: placeOf(table) };
  }

  /** Below this every row has its own URL; transactions name it. */
  get tableEndpoint(): string {
    return this.#options.endpoints.table;
  }

  /** Throws a `StorageAnswerError` for every status of 400 and more, and when there is no answer. */
  async send(request: StorageRequest, options: SendOptions): Promise<StorageAnswer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(request, options);
      } catch (error) {
        const wait = error instanceof StorageAnswerError ? this.#waitAfter(error, tries) : undefined;
        if (wait === undefined || options.signal.aborted) throw error;
        if (wait > 0) await sleep(wait, undefined, { signal: options.signal });
      }
    }
  }

  /** Milliseconds until the next try; undefined: there is none. */
  #waitAfter({ statusCode }: StorageAnswerError, tries: number): number | undefined {
    const { retryDelayInMs } = this.#options;
    // Half of it by chance, so that those who were refused together do not come back together.
    if (BUSY.has(statusCode)) return tries < MAX_BUSY_TRIES ? retryDelayInMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2) : undefined;
    if (!PASSING.has(statusCode) || tries >= MAX_TRIES) return undefined;
    return tries === 1 ? 0 : retryDelayInMs;
  }

  async #once(request: StorageRequest, options: SendOptions): Promise<StorageAnswer> {
    options.signal.throwIfAborted();
    const place = this.#places[request.service];
    const path = place.base + request.path;
    const headers = headersOf(request);
    headers['authorization'] = await this.#options.authorize(request, headers, path);
    const answer = await this.#exchange(request, place, path, headers, options);
    if (answer.status >= 400) throw answerError(answer);
    return answer;
  }

  #exchange(
    { method, query, body }: StorageRequest,
    { isTls, hostname, port }: Place,
    path: string,
    headers: Readonly<Record<string, string>>,
    { signal, onLength }: SendOptions,
  ): Promise<StorageAnswer> {
    return new Promise((resolve, reject) => {
      const address = { hostname, port, method, path: path + queryText(query), headers };
      const sending = isTls ? requestHttps({ agent: this.#tls, ...address }) : requestHttp({ agent: this.#plain, ...address });
      const abort = () => sending.destroy(new Error('The call was given up'));
      const fail = (error: NodeJS.ErrnoException) => reject(new StorageAnswerError(undefined, error.code, error.message, { cause: error }));
      signal.addEventListener('abort', abort);
      sending.once('close', () => signal.removeEventListener('abort', abort));
      sending.on('error', fail);
      sending.once('response', (response) => {
        if (onLength !== undefined) onLength(Number(response.headers['content-length'] ?? 0));
        readAnswer(response, resolve, fail);
      });
      sending.end(body);
    });
  }
}

function readAnswer(response: IncomingMessage, done: (answer: StorageAnswer) => void, fail: (error: Error) => void): void {
  const body = new AnswerBody(response.headers['content-length']);
  response.on('data', (chunk: Buffer) => body.add(chunk));
  response.once('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body: body.end() }));
  response.on('error', fail);
  response.once('close', () => {
    if (!response.complete) fail(new Error('The answer broke off'));
  });
}

function headersOf({ service, body, headers }: StorageRequest): Record<string, string> {
  return {
    accept: service === 'table' ? 'application/json;odata=minimalmetadata' : 'application/xml',
    'content-length': String(body?.length ?? 0),
    'x-ms-client-request-id': randomUUID(),
    'x-ms-date': new Date().toUTCString(),
    'x-ms-version': VERSIONS[service],
    ...headers,
  };
}

function placeOf(endpoint: string): Place {
  const { protocol, hostname, port, pathname } = new URL(endpoint);
  return { isTls: protocol === 'https:', hostname: hostname.replace(/^\[|\]$/g, ''), port, base: pathname.replace(/\/$/, '') };
}
