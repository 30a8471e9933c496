import { Agent as HttpAgent, type IncomingMessage, type OutgoingHttpHeaders, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { GraphOutcome } from './graph-outcome';

/** The longest pages are lists of 999 users with all their addresses: a few MB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Shorter than services keep idle connections, so that a request seldom meets one that is just being closed. */
const IDLE_CONNECTION_IN_MS = 20_000;
/** Graph and the hosts of upload sessions. */
const MAX_PLACES = 100;

export interface HttpRequest {
  readonly method: string;
  readonly origin: string;
  /** With query, encoded; sent as it is. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | undefined;
  /** When it is over at the latest, connecting, sending and the whole answer together: a time of `performance.now()`. */
  readonly endsAt: number;
}

/** Sends requests over kept connections. Follows no redirect, repeats nothing, never throws. */
export class HttpExchange {
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, timeout: IDLE_CONNECTION_IN_MS, scheduling: 'lifo' }),
    'https:': new HttpsAgent({ keepAlive: true, timeout: IDLE_CONNECTION_IN_MS, scheduling: 'lifo' }),
  };

  readonly #places = new Map<string, { readonly hostname: string; readonly port: string }>();

  send(request: HttpRequest): Promise<GraphOutcome> {
    // Whoever waited too long for admission or for a token sends nothing any more: somebody else may rely on its being over.
    if (request.endsAt <= performance.now())
      return Promise.resolve({ kind: 'lost', wasSent: false, why: 'its time was over before it was sent' });
    return new Promise((resolve) => {
      try {
        this.#start(request, resolve);
      } catch (error) {
        resolve({ kind: 'lost', wasSent: false, why: codeOf(error) });
      }
    });
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  /** Reading an URL costs more than the rest of a request's beginning; there are only a few. */
  #placeOf(origin: string): { readonly hostname: string; readonly port: string } {
    let place = this.#places.get(origin);
    if (place === undefined) {
      const { hostname, port } = new URL(origin);
      place = { hostname: hostname.replace(/^\[|\]$/g, ''), port };
      if (this.#places.size >= MAX_PLACES) this.#places.clear();
      this.#places.set(origin, place);
    }
    return place;
  }

  #start({ method, origin, path, headers, body, endsAt }: HttpRequest, resolve: (outcome: GraphOutcome) => void): void {
    const isTls = origin.startsWith('https:');
    const { hostname, port } = this.#placeOf(origin);
    const start = isTls ? requestHttps : requestHttp;
    const sending = start({
      agent: this.#agents[isTls ? 'https:' : 'http:'],
      hostname,
      port,
      method,
      path,
      headers: body === undefined ? headers : { ...headers, 'content-length': body.length },
    });
    let wasSent = false;
    const timeLeftInMs = Math.max(0, endsAt - performance.now());
    const lost = (why: string) => {
      clearTimeout(timer);
      resolve({ kind: 'lost', wasSent, why });
      sending.destroy();
    };
    const timer = setTimeout(lost, timeLeftInMs, `no whole answer within ${Math.round(timeLeftInMs)} ms`);
    sending.once('socket', (socket) => {
      // Before the connection stands, nothing can have reached the service.
      if (!socket.connecting) wasSent = true;
      else socket.once(isTls ? 'secureConnect' : 'connect', () => (wasSent = true));
    });
    sending.on('error', (error) => lost(codeOf(error)));
    sending.once('response', (response) =>
      readAnswer(response, lost, (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      }),
    );
    sending.end(body);
  }
}

function readAnswer(response: IncomingMessage, lost: (why: string) => void, done: (outcome: GraphOutcome) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) lost(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    else chunks.push(chunk);
  });
  response.once('end', () => {
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    done({ kind: 'answer', status: response.statusCode ?? 0, headers: response.headers, body });
  });
  response.on('error', (error) => lost(codeOf(error)));
  response.once('close', () => {
    if (!response.complete) lost('the answer broke off');
  });
}

/** System codes (`ECONNRESET`) say enough; messages may hold addresses. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'the connection failed';
}
