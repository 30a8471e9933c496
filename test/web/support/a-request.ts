import type { WebRequest } from '../../../runtime/web/http';

export const ORIGIN = 'https://connector.example';

/** A request as the platform hands it on. */
export function aRequest(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body = ''): WebRequest {
  return {
    method,
    url: new URL(path, ORIGIN),
    headers: new Map(Object.entries(headers)),
    body: async () => Buffer.from(body),
  };
}
