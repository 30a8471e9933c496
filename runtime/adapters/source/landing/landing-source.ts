import { isIP } from 'node:net';
import type { TokenCredential } from '@azure/identity';
import type { StorageSharedKeyCredential } from '@azure/storage-blob';
import type { ListedPackage, Listing, Source } from '../../../ports/source';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';
import { isLoopbackHost } from '../address-policy';
import { exactBytes } from '../exact-bytes';
import { isSafeRelativeName, ListingBuilder } from '../package-files';
import { toLandingError } from './landing-errors';

const PAGE_SIZE = 5_000;
const LISTING_TIME_IN_MS = 5 * 60_000;
const ANSWER_TIME_IN_MS = 30_000;
const IDLE_TIME_IN_MS = 30_000;
/** A queue message is repeated anyway; a long wait here would only hold the worker. */
const RETRIES = { maxTries: 3, retryDelayInMs: 400, maxRetryDelayInMs: 2_000 };

export interface LandingSourceOptions {
  /** `https://<account>.blob.core.windows.net/<container>` */
  readonly url: string;
  /** Only blobs whose name begins with it; '' = all. */
  readonly prefix: string;
  readonly credential: TokenCredential | StorageSharedKeyCredential;
  /** For tests; default 30 s. */
  readonly idleTimeInMs?: number;
}

/** A container that the vendor fills by SFTP. No time filter; the stamp is the ETag, and every read insists on it. */
export class LandingSource implements Source {
  readonly kind = 'landing';
  readonly id: string;
  readonly hasWindows = false;
  /** An upload by SFTP is visible while it grows. */
  readonly settlesFiles = true;
  private opened: ReturnType<typeof openContainer> | undefined;

  constructor(private readonly options: LandingSourceOptions) {
    this.id = `landing-${placeOf(requireContainerUrl(options.url))}`.toLowerCase().replace(/[^a-z0-9-]/g, '');
  }

  async list(_window: unknown, signal: AbortSignal): Promise<Listing> {
    const listing = new ListingBuilder();
    const limit = AbortSignal.timeout(LISTING_TIME_IN_MS);
    try {
      for await (const blob of this.blobs(AbortSignal.any([signal, limit]), PAGE_SIZE)) addBlob(blob, listing);
    } catch (error) {
      signal.throwIfAborted();
      throw toLandingError(error, 'its listing');
    }
    return listing.build();
  }

  async *open(listed: ListedPackage, offset: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    if (!isSafeRelativeName(listed.name)) throw new PackageGoneError('A package name that leads out of the container was not opened');
    if (offset >= listed.bytes) return;
    const reading = new AbortController();
    const ends = AbortSignal.any([signal, reading.signal]);
    try {
      const chunks = this.chunks(listed, offset, ends, reading);
      yield* exactBytes(chunks, listed.bytes - offset);
    } catch (error) {
      signal.throwIfAborted();
      if (reading.signal.aborted) throw new SourceUnavailableError('a package', 'nothing came within the time limit');
      throw toLandingError(error, 'a package');
    } finally {
      reading.abort();
    }
  }

  async acknowledge(): Promise<void> {}

  async check(signal: AbortSignal): Promise<void> {
    try {
      for await (const _blob of this.blobs(AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIME_IN_MS)]), 1)) return;
    } catch (error) {
      signal.throwIfAborted();
      throw toLandingError(error, 'its listing');
    }
  }

  close(): void {}

  private container(): ReturnType<typeof openContainer> {
    this.opened ??= openContainer(this.options);
    return this.opened;
  }

  private async *blobs(abortSignal: AbortSignal, maxPageSize: number) {
    const container = await this.container();
    const pages = container.listBlobsFlat({ prefix: this.options.prefix, includeMetadata: true, abortSignal }).byPage({ maxPageSize });
    for await (const page of pages) yield* page.segment.blobItems;
  }

  /** One request from the offset to the end; a worker that stops reading stops the transfer. */
  private async *chunks(listed: ListedPackage, offset: number, abortSignal: AbortSignal, reading: AbortController): AsyncGenerator<Buffer> {
    const idleTimeInMs = this.options.idleTimeInMs ?? IDLE_TIME_IN_MS;
    const within = async <T>(step: Promise<T>): Promise<T> => {
      const timer = setTimeout(() => reading.abort(), idleTimeInMs);
      return step.finally(() => clearTimeout(timer));
    };
    const conditions = listed.stamp === undefined ? {} : { ifMatch: listed.stamp };
    const blob = (await this.container()).getBlobClient(listed.name);
    const answer = await within(blob.download(offset, undefined, { abortSignal, conditions, maxRetryRequests: 0 }));
    const body = answer.readableStreamBody;
    if (body === undefined) throw new SourceUnavailableError('a package', 'the answer has no content');
    const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (;;) {
      const next = await within(chunks.next());
      if (next.done === true) return;
      yield next.value;
    }
  }
}

/** The SDK is loaded when it is needed: it takes 10 MB of every worker, and few have this source. */
async function openContainer({ url, credential }: LandingSourceOptions) {
  const { ContainerClient, newPipeline } = await import('@azure/storage-blob');
  return new ContainerClient(url, newPipeline(credential as Parameters<typeof newPipeline>[0], { retryOptions: RETRIES }));
}

interface ListedBlob {
  readonly name: string;
  readonly properties: { readonly contentLength?: number; readonly etag: string; readonly lastModified: Date };
  readonly metadata?: Readonly<Record<string, string>>;
}

function addBlob({ name, properties, metadata }: ListedBlob, listing: ListingBuilder): void {
  // Accounts with a hierarchical namespace list folders as empty blobs.
  if (metadata?.['hdi_isfolder'] === 'true') return;
  if (!listing.accepts(name)) return;
  const { contentLength: bytes = 0, etag, lastModified } = properties;
  listing.add({ name, bytes, stamp: quoted(etag), arrivedAt: undefined, modifiedAt: lastModified });
}

/** A listing gives ETags without the quotes that a condition needs. */
function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

/** `<account>-<container>`. The account is the first name of the host, or, at an IP address, the first segment of the path. */
function placeOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  return `${isAddress ? segments[0] : hostname.split('.')[0]}-${segments.at(-1)}`;
}

/** A signature in the URL would be a credential in the settings; plain http is for Azurite. */
function requireContainerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isProtected = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (url === undefined || !isProtected || url.search !== '' || url.username !== '') {
    throw new SourceRefusedError('The URL of the landing container must be https://<account>/<container>, without a signature');
  }
  return text;
}
