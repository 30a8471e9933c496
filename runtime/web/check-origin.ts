import { isChange, type WebRequest } from './http';

/**
 * Whether a change may have been asked for by this very page or by a tool, and not by a foreign site in somebody's browser. A browser sends
 * `Origin` with every change; a tool sends none and carries a token of its own, never the browser's cookie of the platform.
 */
export function hasForeignOrigin(request: WebRequest): boolean {
  if (!isChange(request.method)) return false;
  const { headers, url } = request;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  if (origin === undefined) return headers.has('cookie');
  return !isOwn(origin, url);
}

/** Behind the platform's front end the scheme that arrives here may be another one; the host is the one that was asked for. */
function isOwn(origin: string, url: URL): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  return host === url.host && (protocol === 'https:' || protocol === url.protocol);
}
