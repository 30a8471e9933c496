import { setTimeout as sleep } from 'node:timers/promises';
import { ActRefusedError } from '../../main';
import type { AccessTokens } from './access-token';
import type { ConnectorAddress } from './connector-address';

const ANSWER_LIMIT_IN_MS = 240_000;
const MAX_READS = 4;
const RETRY_AFTER_MS = 2_000;
const MAX_RETRY_AFTER_MS = 30_000;
const PASSING = new Set([429, 502, 503, 504]);

export interface ApiBody {
  readonly type: 'application/json' | 'text/csv';
  readonly content: string | Buffer;
  readonly ifMatch?: string;
}

export interface ApiAnswer {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** The API of a connector (docs/openapi.yaml) with a sign-in. Errors say what was asked, and why it was refused, in the words of the API. */
export class ApiClient {
  constructor(
    private readonly address: ConnectorAddress,
    private readonly tokens: AccessTokens,
  ) {}

  /** Tries again while something is not reachable: reading changes nothing. */
  async get(path: string): Promise<ApiAnswer> {
    for (let tries = 1; ; tries += 1) {
      const response = await this.send('GET', path, undefined).catch((error: unknown) => error as Error);
      if (tries < MAX_READS && (response instanceof Error || PASSING.has(response.status))) {
        await sleep(response instanceof Error ? RETRY_AFTER_MS : retryAfter(response));
        continue;
      }
      if (response instanceof Error) throw response;
      return answerOf(response, path);
    }
  }

  async json<T>(path: string): Promise<T> {
    return JSON.parse((await this.get(path)).bytes.toString('utf8')) as T;
  }

  /** Sent once: what came of a lost answer is to be seen in the lists. */
  async post(path: string, body: ApiBody): Promise<ApiAnswer> {
    return answerOf(await this.send('POST', path, body), path);
  }

  async postJson<T>(path: string, value: object, ifMatch?: string): Promise<T> {
    const body = { type: 'application/json', content: JSON.stringify(value), ...(ifMatch === undefined ? {} : { ifMatch }) } as const;
    return JSON.parse((await this.post(path, body)).bytes.toString('utf8')) as T;
  }

  private async send(method: string, path: string, body: ApiBody | undefined): Promise<Response> {
    const response = await this.sendOnce(method, path, body);
    if (response.status !== 401 || !this.tokens.forget()) return response;
    return this.sendOnce(method, path, body);
  }

  private async sendOnce(method: string, path: string, body: ApiBody | undefined): Promise<Response> {
    const token = await this.tokens.current();
    const headers = {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': body.type }),
      ...(body?.ifMatch === undefined ? {} : { 'If-Match': body.ifMatch }),
    };
    // A redirect would carry the token elsewhere; to the platform's sign-in page it means that no token was taken.
    const options = { method, headers, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_LIMIT_IN_MS) } as const;
    try {
      return await fetch(`${this.address.origin}${path}`, body === undefined ? options : { ...options, body: bodyOf(body) });
    } catch (error) {
      const { message, cause } = error as { message: string; cause?: { code?: string; message?: string } };
      throw new Error(`${this.address.origin} does not answer: ${cause?.code ?? cause?.message ?? message}`);
    }
  }
}

const bodyOf = ({ content }: ApiBody): string | Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? content : new Uint8Array(content);

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? '');
  return seconds > 0 ? Math.min(seconds * 1_000, MAX_RETRY_AFTER_MS) : RETRY_AFTER_MS;
}

async function answerOf(response: Response, path: string): Promise<ApiAnswer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.ok) return { bytes, etag: response.headers.get('etag') ?? '' };
  if (response.status === 401 || (response.status >= 300 && response.status < 400))
    throw new Error('The connector takes no such sign-in: the token must be for its app registration, and of its tenant');
  const problem = problemOf(bytes);
  if (problem === undefined) throw new Error(`${path} answered HTTP ${response.status}`);
  const { code, detail, ...more } = problem;
  throw new ActRefusedError(response.status === 404 ? 'not-found' : 'conflict', code, detail, more);
}

interface Problem {
  readonly code: string;
  readonly detail: string;
}

function problemOf(bytes: Buffer): Problem | undefined {
  try {
    const problem = JSON.parse(bytes.toString('utf8')) as Partial<Problem> | null;
    return typeof problem?.code === 'string' && typeof problem.detail === 'string' ? (problem as Problem) : undefined;
  } catch {
    return undefined;
  }
}
