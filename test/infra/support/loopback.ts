import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Seen {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly body: Buffer;
  header(name: string): string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real server on loopback that answers in order and fails on a request that nobody expected. */
export class Loopback {
  readonly seen: Seen[] = [];
  private readonly answers: ((request: Seen) => Answer | undefined)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Loopback> {
    const server = createServer();
    const loopback = new Loopback(server);
    server.on('request', (request, response) => {
      void loopback.answer(request).then(({ status, body, headers }) => {
        const text = body === undefined ? '' : Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
        response.writeHead(status, { ...headers }).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return loopback;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests of this method and beginning of the address get these answers, one each; the last one is repeated. */
  expect(method: string, prefix: string, ...answers: readonly Answer[]): this {
    let next = 0;
    this.answers.push((request) => {
      if (request.method !== method || !request.url.startsWith(prefix)) return undefined;
      const answer = answers[Math.min(next, answers.length - 1)];
      next += 1;
      return answer;
    });
    return this;
  }

  count(method: string, prefix: string): number {
    return this.seen.filter((request) => request.method === method && request.url.startsWith(prefix)).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const seen: Seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      body: await buffer(request),
      header: (name) => request.headers[name]?.toString(),
    };
    this.seen.push(seen);
    for (const answer of this.answers) {
      const found = answer(seen);
      if (found !== undefined) return found;
    }
    return { status: 599, body: `nobody expects ${seen.method} ${seen.url}` };
  }
}
