/** Who asks. The local host plays the platform's sign-in and signs in whomever it is told to. */
export type Caller = 'nobody' | 'Reader' | 'Auditor' | 'Admin';

export interface ApiRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly as?: Caller;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Of the body; default: JSON. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type ApiCall = (request: ApiRequest) => Promise<ApiAnswer>;

/** Sends requests to a local connector. */
export function apiAt(origin: string, seen: (request: ApiRequest, answer: ApiAnswer) => void = () => undefined): ApiCall {
  return async (request) => {
    const { method, path, as = 'Admin', body, type = 'application/json', headers = {} } = request;
    const signIn = as === 'nobody' ? 'off' : `roles=DataConnector.${as}`;
    const response = await fetch(`${origin}${path}`, {
      method,
      redirect: 'manual',
      headers: { 'x-local-sign-in': signIn, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    seen(request, answer);
    return answer;
  };
}

export const jsonOf = (answer: ApiAnswer): Record<string, unknown> => JSON.parse(answer.text) as Record<string, unknown>;
