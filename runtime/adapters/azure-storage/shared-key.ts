import { createHmac, createSecretKey } from 'node:crypto';
import type { StorageRequest } from './storage-request';

/** Headers that the signature of blobs and queues covers by their place; in this order, after the method. */
const SIGNED_HEADERS = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
] as const;

/**
 * The account key, which only the local Azurite is reached with: in Azure there is none.
 *
 * Azure Storage: "Authorize with Shared Key"; tables with Shared Key Lite.
 */
export class SharedKey {
  readonly #account: string;
  readonly #key;

  constructor(account: string, key: string) {
    this.#account = account;
    this.#key = createSecretKey(Buffer.from(key, 'base64'));
  }

  /** The header `authorization`. `headers`: all that are sent, the date among them; `path`: with the account where the URL has it. */
  authorize(request: StorageRequest, headers: Readonly<Record<string, string>>, path: string): string {
    if (request.service === 'table') {
      const text = `${headers['x-ms-date']}\n/${this.#account}${path}`;
      return `SharedKeyLite ${this.#account}:${this.#sign(text)}`;
    }
    const fixed = SIGNED_HEADERS.map((name) => (name === 'content-length' && headers[name] === '0' ? '' : (headers[name] ?? '')));
    const resource = `/${this.#account}${path}${canonicalQuery(request.query)}`;
    const text = `${request.method}\n${fixed.join('\n')}\n${ownHeaders(headers)}${resource}`;
    return `SharedKey ${this.#account}:${this.#sign(text)}`;
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64');
  }
}

function ownHeaders(headers: Readonly<Record<string, string>>): string {
  const names = Object.keys(headers).filter((name) => name.startsWith('x-ms-'));
  return names
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`)
    .join('');
}

function canonicalQuery(query: StorageRequest['query'] = {}): string {
  const names = Object.keys(query).filter((name) => query[name] !== undefined);
  return names
    .sort()
    .map((name) => `\n${name}:${query[name]}`)
    .join('');
}
