import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { BearerHandler, SendHandler } from './graph-middleware';
import type { GraphOutcome } from './graph-outcome';
import type { GraphRoot } from './graph-root';
import type { GraphToken } from './graph-token';
import { HttpExchange } from './http-exchange';

export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below Graph's root, built by `GraphPath` or taken from a next link. */
  readonly path: string;
  /** JSON. */
  readonly body?: Buffer;
}

/** A call to a pre-authorised upload URL. */
export interface UploadCall {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/**
 * The way to Microsoft Graph: graph-client with a chain of our own, without its retries and redirects. Answers every outcome as a value
 * and never throws.
 */
export class GraphConnection {
  readonly root: GraphRoot;
  readonly #client: Client;
  readonly #http = new HttpExchange();

  constructor(root: GraphRoot, token: GraphToken) {
    this.root = root;
    this.#client = Client.initWithMiddleware({
      baseUrl: root.origin,
      defaultVersion: root.path.slice(1),
      middleware: [new BearerHandler(root, token), new SendHandler(root, this.#http)],
    });
  }

  /** `endsAt`: when it is over at the latest, the wait for a token included; a time of `performance.now()`. */
  async call({ method, path, body }: GraphCall, endsAt: number): Promise<GraphOutcome> {
    try {
      const request = this.#client.api(path).option('endsAt', endsAt).responseType(ResponseType.RAW);
      if (method === 'POST') return (await request.post(body ?? Buffer.alloc(0))) as GraphOutcome;
      return (await (method === 'GET' ? request.get() : request.delete())) as GraphOutcome;
    } catch (error) {
      return { kind: 'lost', wasSent: true, why: `graph-client failed with ${(error as Error).name}` };
    }
  }

  /** Without our token, outside of graph-client: the URL is the authorisation. */
  upload({ method, url, headers, body }: UploadCall, endsAt: number): Promise<GraphOutcome> {
    const { origin } = new URL(url);
    return this.#http.send({ method, origin, path: url.slice(origin.length), headers, body, endsAt });
  }

  close(): void {
    this.#http.close();
  }
}
