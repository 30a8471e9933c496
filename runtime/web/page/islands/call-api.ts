/** What the API refused, as its problem details say it (RFC 9457). */
export class ApiProblemError extends Error {
  override readonly name = 'ApiProblemError';
  constructor(
    /** 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

export interface ApiAnswer<T> {
  readonly value: T;
  readonly etag: string;
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly file?: Blob;
  /** Refused when the thing has another version by now. */
  readonly ifMatch?: string;
}

/** Calls an operation of the API; throws `ApiProblemError` for everything that is no success. */
export async function callApi<T>(path: string, request: ApiRequest = {}): Promise<ApiAnswer<T>> {
  const response = await send(path, request);
  if (!response.ok) throw await problemOf(response);
  return { value: (await response.json()) as T, etag: response.headers.get('etag') ?? '' };
}

/** Asks for a file and hands it to the browser under the name that the server gives. */
export async function download(path: string, body: unknown): Promise<void> {
  const response = await send(path, { method: 'POST', body });
  if (!response.ok) throw await problemOf(response);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'signal-archive';
  const address = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function send(path: string, { method = 'GET', body, file, ifMatch }: ApiRequest): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (file !== undefined) headers['Content-Type'] = 'text/csv';
  else if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (ifMatch !== undefined && ifMatch !== '') headers['If-Match'] = ifMatch;
  const sent = file ?? (body === undefined ? null : JSON.stringify(body));
  try {
    return await fetch(path, { method, headers, body: sent, redirect: 'manual', cache: 'no-store' });
  } catch {
    throw new ApiProblemError(0, 'no-answer', 'No answer', 'The connector did not answer. Check your connection, then try again.');
  }
}

async function problemOf(response: Response): Promise<ApiProblemError> {
  if (response.type === 'opaqueredirect' || response.status === 401)
    return new ApiProblemError(401, 'not-signed-in', 'Your sign-in has ended.', 'Load the page again to sign in; nothing was changed.');
  try {
    const { status, code, title, detail, ...more } = (await response.json()) as Record<string, unknown>;
    return new ApiProblemError(
      Number(status ?? response.status),
      String(code ?? ''),
      String(title ?? 'Refused'),
      String(detail ?? ''),
      more,
    );
  } catch {
    return new ApiProblemError(
      response.status,
      'no-answer',
      'Not answered',
      `The connector answered ${response.status} without saying why. Try again; its log says more.`,
    );
  }
}
