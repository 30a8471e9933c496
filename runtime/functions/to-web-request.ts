import type { HttpRequest } from '@azure/functions';
import type { WebRequest } from '../main';

export function toWebRequest(request: HttpRequest): WebRequest {
  const headers = new Map([...request.headers.entries()].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: request.method,
    url: new URL(request.url),
    headers,
    body: async () => Buffer.from(await request.arrayBuffer()),
  };
}
