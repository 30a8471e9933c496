export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly timeoutInMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

/** How requests are sent. Rejects only when there is no answer at all: `NoAnswerError`. */
export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>;

/** The other side did not answer: name not known yet, connection refused or broken off, time over. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

const TIMEOUT_IN_MS = 100_000;

/** A redirect is an answer like any other: nothing here may carry a token to another host. */
export const sendHttp: SendHttp = async (request) => {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      body: request.body === undefined ? null : typeof request.body === 'string' ? request.body : new Uint8Array(request.body),
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutInMs ?? TIMEOUT_IN_MS),
    });
    const text = await response.text();
    return { status: response.status, text, header: (name) => response.headers.get(name) ?? undefined };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new NoAnswerError(`${new URL(request.url).host} did not answer: ${cause}`, { cause: error });
  }
};

const MAX_SHOWN_CHARACTERS = 400;

/** Status and the beginning of what the other side said, in one line. */
export function shownAnswer(answer: HttpAnswer): string {
  const text = answer.text.replace(/\s+/g, ' ').trim().slice(0, MAX_SHOWN_CHARACTERS);
  return text === '' ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${text}`;
}

/** The answer's JSON, or undefined when it is none. */
export function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}
