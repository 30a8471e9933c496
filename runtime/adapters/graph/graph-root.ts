/** Where Microsoft Graph is, in the parts that requests need. */
export interface GraphRoot {
  /** `https://graph.microsoft.com`. */
  readonly origin: string;
  /** `/v1.0`; every path of ours begins with it. */
  readonly path: string;
  readonly isLoopback: boolean;
}

const DEFAULT_VERSION = '/v1.0';
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Reads the configured endpoint, with or without its version. Throws for anything but https, or http on loopback: the token would
 * travel in the clear.
 */
export function graphRoot(text: string): GraphRoot {
  const url = new URL(text);
  const isLoopback = isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new Error(`The Graph endpoint "${url.origin}" is not https; only a loopback endpoint may be http`);
  }
  if (url.username !== '' || url.search !== '' || url.hash !== '')
    throw new Error('The Graph endpoint takes no user name, query or fragment');
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') || DEFAULT_VERSION, isLoopback };
}

export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}

/**
 * The part of a next link below our root: links are followed there and nowhere else, whatever host they name. Undefined when the link
 * leads elsewhere.
 */
export function belowRoot(link: string, { path }: GraphRoot): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const { pathname, search } = new URL(link);
  return pathname.startsWith(`${path}/`) ? `${pathname.slice(path.length)}${search}` : undefined;
}

/**
 * Upload URLs are pre-authorised and on hosts that differ from cloud to cloud, so only what no cloud uses is refused: plain http,
 * user names, addresses instead of names, this machine. A loopback Graph hands out loopback URLs only.
 */
export function isUploadUrl(text: string, { isLoopback }: GraphRoot): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  if (username !== '') return false;
  if (isLoopback) return isLoopbackHost(hostname) && (protocol === 'http:' || protocol === 'https:');
  const isName = hostname.includes('.') && !hostname.startsWith('[') && !/^[\d.]+$/.test(hostname) && !isLoopbackHost(hostname);
  return protocol === 'https:' && isName;
}
