import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type ScriptedAnswer = (request: SeenRequest, response: ServerResponse) => void;

/** A storage service on the loopback that answers what it is told, one answer a request; the last answer is repeated. */
export class ScriptedService {
  readonly requests: SeenRequest[] = [];
  readonly #server;
  #answers: ScriptedAnswer[] = [];

  constructor(tls?: { readonly key: string; readonly cert: string }) {
    const listener = (request: IncomingMessage, response: ServerResponse) => void this.#handle(request, response);
    this.#server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  }

  listen(): Promise<number> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port)));
  }

  answer(...answers: readonly ScriptedAnswer[]): void {
    this.#answers = [...answers];
    this.requests.length = 0;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
    this.requests.push(seen);
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    answer?.(seen, response);
  }
}

/** An answer with the service's error code where both kinds of services put it. */
export const refuse =
  (status: number, code: string): ScriptedAnswer =>
  (_request, response) => {
    const body = JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: 'why' } } });
    response.writeHead(status, { 'x-ms-error-code': code, 'content-type': 'application/json', 'content-length': body.length }).end(body);
  };

export const created: ScriptedAnswer = (_request, response) => {
  response.writeHead(201, { etag: '"0x1"', 'last-modified': new Date(0).toUTCString(), date: new Date(0).toUTCString() }).end();
};

/** The connection ends without an answer. */
export const hangUp: ScriptedAnswer = (_request, response) => void response.destroy();

export const silence: ScriptedAnswer = () => {};
