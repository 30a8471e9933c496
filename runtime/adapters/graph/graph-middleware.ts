import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { GraphOutcome } from './graph-outcome';
import type { GraphRoot } from './graph-root';
import { type GraphToken, TokenUnavailableError } from './graph-token';
import type { HttpExchange } from './http-exchange';

/** What travels with a request through graph-client's chain, besides what graph-client knows. */
export interface GraphRequestOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  /** A time of `performance.now()`. */
  readonly endsAt?: number;
}

/**
 * graph-client's own handler sends the token to a list of hosts; this one to the configured Graph and nowhere else. A token that Graph
 * refuses is given back; who asked repeats the request once, through the mailbox's gate.
 */
export class BearerHandler implements Middleware {
  readonly #root: GraphRoot;
  readonly #token: GraphToken;
  #next: Middleware | undefined;

  constructor(root: GraphRoot, token: GraphToken) {
    this.#root = root;
    this.#token = token;
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }

  async execute(context: Context): Promise<void> {
    if (!String(context.request).startsWith(`${this.#root.origin}${this.#root.path}/`)) {
      answer(context, { kind: 'lost', wasSent: false, why: 'the address is not below the configured Graph endpoint' });
      return;
    }
    let token: string;
    try {
      token = await this.#token.get();
    } catch (error) {
      answer(context, noToken(error));
      return;
    }
    const options = context.options as GraphRequestOptions;
    context.options = { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } } as NonNullable<Context['options']>;
    await this.#next?.execute(context);
    const outcome = outcomeOf(context);
    if (outcome.kind === 'answer' && outcome.status === 401) this.#token.refused(token);
  }
}

/** The end of the chain: `node:http` instead of global `fetch`, which costs two to three times the CPU and the memory. */
export class SendHandler implements Middleware {
  readonly #root: GraphRoot;
  readonly #http: HttpExchange;

  constructor(root: GraphRoot, http: HttpExchange) {
    this.#root = root;
    this.#http = http;
  }

  async execute(context: Context): Promise<void> {
    const { method = 'GET', headers = {}, body, endsAt = 0 } = context.options as GraphRequestOptions;
    const sent: OutgoingHttpHeaders = {
      ...headers,
      accept: 'application/json',
      prefer: 'IdType="ImmutableId"',
      'client-request-id': randomUUID(),
    };
    const { origin } = this.#root;
    const path = String(context.request).slice(origin.length);
    answer(context, await this.#http.send({ method, origin, path, headers: sent, body, endsAt }));
  }
}

/** graph-client hands a raw answer on untouched; ours is no `Response` of fetch, and nobody on the way looks into it. */
function answer(context: Context, outcome: GraphOutcome): void {
  context.response = outcome as unknown as NonNullable<Context['response']>;
}

function outcomeOf({ response }: Context): GraphOutcome {
  return response as unknown as GraphOutcome;
}

function noToken(error: unknown): GraphOutcome {
  if (error instanceof TokenUnavailableError) return { kind: 'no-token', isRefused: error.isRefused, why: error.why };
  return { kind: 'no-token', isRefused: false, why: 'the token provider failed' };
}
