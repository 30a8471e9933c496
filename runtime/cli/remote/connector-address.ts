import { UsageError } from '../verb';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where a connector answers. A token goes to `https` and to this machine, and nowhere else. */
export interface ConnectorAddress {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly isLoopback: boolean;
}

/** Throws `UsageError` for anything that a token must not be sent to. */
export function readConnectorAddress(text: string): ConnectorAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new UsageError(`--connector must be the address of a connector such as https://func-contoso.azurewebsites.net, got '${text}'`);
  const isLoopback = LOOPBACK.has(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))
    throw new UsageError(`--connector must begin with https:// (http:// only for this machine), got '${text}'`);
  return { origin: url.origin, isLoopback };
}
