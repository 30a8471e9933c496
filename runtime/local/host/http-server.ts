import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostLog, HttpCookie, HttpData, TypedData } from './function-app';
import { findRoute, type Route } from './http-routes';
import { isForMailboxPages, passOnToMailboxPages } from './mailbox-pages';
import { isTrustedCaller, type SignIn, signedInHeaders } from './sign-in';

/** As the platform takes. What a function takes at most is for the function to say. */
const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** What the host itself answers is no page, and nothing may treat it as one. */
const OWN_HEADERS = { 'Content-Security-Policy': "default-src 'none'", 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' };

/** Functions on Azure answer within 230 s, or the caller is told that they did not. */
const ANSWER_LIMIT_IN_MS = 230_000;

export interface HttpServerParts {
  readonly routes: readonly Route[];
  readonly signIn: SignIn;
  /** Where the pages of the simulated mailboxes come from; undefined = there are none. */
  readonly mailboxPages: string | undefined;
  readonly log: HostLog;
}

/** Another program listens there. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  constructor(readonly port: number) {
    super(`Port ${port} is taken by another program: end it, or choose another one with --port (0 = any free one)`);
  }
}

/** The HTTP side of the host, on the loopback only. */
export class HostHttpServer {
  readonly #parts: HttpServerParts;
  readonly #server: Server;
  readonly #answering = new Set<Promise<void>>();

  constructor(parts: HttpServerParts) {
    this.#parts = parts;
    this.#server = createServer((request, response) => {
      const answering = this.#answer(request, response).finally(() => this.#answering.delete(answering));
      this.#answering.add(answering);
    });
  }

  /** Answers the port; 0 asks for any that is free. Throws what to do when it is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error));
      this.#server.listen(port, '127.0.0.1', () => resolve(this.#port));
    });
  }

  /** Takes no new request, and waits for those that it has. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    await Promise.all(this.#answering);
    this.#server.closeAllConnections();
    await closed;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (await this.#passOn(request, response)) return;
      const { status, headers, body } = await this.#route(request);
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      this.#parts.log({ level: 'error', text: `An HTTP function failed: ${why}`, functionName: undefined });
      if (!response.headersSent) response.writeHead(500, OWN_HEADERS);
      response.end();
    }
  }

  /** Answers whether it was for the simulated mailboxes. They only show, and only to this machine. */
  async #passOn(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { mailboxPages } = this.#parts;
    if (mailboxPages === undefined || request.method !== 'GET' || !isForMailboxPages(request.url ?? '')) return false;
    if (!isTrustedCaller(plainHeaders(request), this.#port)) return false;
    await passOnToMailboxPages(mailboxPages, request, response);
    return true;
  }

  async #route(request: IncomingMessage): Promise<Answer> {
    const { url = '/', method = 'GET' } = request;
    const match = findRoute(this.#parts.routes, method, url.replace(/[?#].*$/, ''));
    if (match === undefined) return { status: 404, headers: OWN_HEADERS, body: undefined };
    const body = await readBody(request);
    if (body === undefined) return { status: 413, headers: { ...OWN_HEADERS, Connection: 'close' }, body: undefined };
    const received = plainHeaders(request);
    const http: HttpData = {
      url: `http://${hostOf(received)}${url}`,
      method,
      headers: signedInHeaders(received, this.#parts.signIn, isTrustedCaller(received, this.#port)),
      params: match.params,
      body: body.length === 0 ? null : { bytes: body },
    };
    const answer = await withLimit(match.function.invoke({ input: { http } }));
    return answer === 'late' ? { status: 504, headers: OWN_HEADERS, body: undefined } : toAnswer(answer);
  }
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | undefined;
}

async function withLimit<T>(work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ANSWER_LIMIT_IN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Undefined when it is too large. What comes without its length and is too large ends the connection. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
  return Object.fromEntries(entries);
}

/** The name under which it was called, if it is one. */
function hostOf(headers: Readonly<Record<string, string>>): string {
  const { host = '' } = headers;
  return /^[\w.:[\]-]+$/.test(host) ? host : 'localhost';
}

function toAnswer(http: HttpData | undefined): Answer {
  if (http === undefined) return { status: 204, headers: {}, body: undefined };
  const headers: Record<string, string | string[]> = { ...http.headers };
  if (http.cookies !== undefined && http.cookies.length > 0) headers['set-cookie'] = http.cookies.map(cookieText);
  return { status: Number(http.statusCode ?? 200), headers, body: bodyOf(http.body) };
}

function bodyOf(data: TypedData | null | undefined): Buffer | undefined {
  if (data?.bytes !== undefined) return Buffer.from(data.bytes);
  const text = data?.string ?? data?.json;
  return text === undefined ? undefined : Buffer.from(text);
}

/** What the library calls `none` is a cookie without the attribute. */
const SAME_SITE: Readonly<Record<string, string>> = { lax: 'Lax', strict: 'Strict', explicitNone: 'None' };

function cookieText({ name = '', value = '', domain, path, expires, secure, httpOnly, sameSite, maxAge }: HttpCookie): string {
  const parts = [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`];
  if (domain?.value !== undefined) parts.push(`Domain=${domain.value}`);
  if (path?.value !== undefined) parts.push(`Path=${path.value}`);
  if (expires?.value !== undefined) parts.push(`Expires=${new Date(String(expires.value)).toUTCString()}`);
  if (maxAge?.value !== undefined) parts.push(`Max-Age=${maxAge.value}`);
  if (secure?.value === true) parts.push('Secure');
  if (httpOnly?.value === true) parts.push('HttpOnly');
  const site = sameSite === undefined ? undefined : SAME_SITE[sameSite];
  if (site !== undefined) parts.push(`SameSite=${site}`);
  return parts.join('; ');
}
