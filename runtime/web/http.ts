/** A request as the functions hand it on; the platform's own types stay with them. */
export interface WebRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  /** The whole body; asked for only when it is needed. */
  body(): Promise<Buffer>;
}

export interface WebResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request that asks for a change. */
export const isChange = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

export function textResponse(
  status: number,
  type: string,
  text: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): WebResponse {
  return { status, headers: { 'Content-Type': type, ...headers }, body: Buffer.from(text) };
}

export function jsonResponse(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): WebResponse {
  return textResponse(status, 'application/json; charset=utf-8', JSON.stringify(value), headers);
}

/** A file to save. `name`: ASCII letters, digits, dot, dash. */
export function fileResponse(type: string, name: string, content: string | Buffer): WebResponse {
  return textResponse(200, type, content, { 'Content-Disposition': `attachment; filename="${name.replace(/[^A-Za-z0-9._-]/g, '-')}"` });
}

export const redirect = (location: string): WebResponse => ({ status: 302, headers: { Location: location }, body: undefined });
