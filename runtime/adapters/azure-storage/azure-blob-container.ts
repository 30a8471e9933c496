import type { BlobDownloadResponseParsed, BlobItem, BlobRequestConditions, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import {
  type BlobContainer,
  type BlobMetadata,
  type BlobProperties,
  type BlockUpload,
  MAX_BLOCK_BYTES,
  type StoredBlob,
} from '../../ports/blob-container';
import { AzureBlockUpload } from './azure-block-upload';
import { asBlobChanged, orMissing, transportHash } from './blob-answers';
import { checkBlobMetadata, checkBlobName } from './blob-rules';
import type { ServiceError, StorageCalls } from './storage-call';

/** A container of Azure Storage. Names, metadata and blocks that it cannot hold are refused with a `RangeError` before anything is sent. */
export class AzureBlobContainer implements BlobContainer {
  readonly #client: ContainerClient;
  readonly #calls: StorageCalls;
  readonly #name: string;

  constructor(client: ContainerClient, calls: StorageCalls) {
    this.#client = client;
    this.#calls = calls;
    this.#name = client.containerName;
  }

  create(name: string, content: Buffer, metadata?: BlobMetadata): Promise<BlobProperties> {
    return this.#write('create', name, content, metadata, { ifNoneMatch: '*' });
  }

  put(name: string, content: Buffer, metadata?: BlobMetadata): Promise<BlobProperties> {
    return this.#write('put', name, content, metadata, {});
  }

  swap(name: string, content: Buffer, etag: string, metadata?: BlobMetadata): Promise<BlobProperties> {
    return this.#write('swap', name, content, metadata, { ifMatch: etag });
  }

  upload(name: string): BlockUpload {
    return new AzureBlockUpload(this.#blob(name), this.#calls, () => this.properties(name));
  }

  async properties(name: string): Promise<BlobProperties | undefined> {
    const blob = this.#blob(name);
    const found = await this.#calls.make('properties', (abortSignal) => orMissing(blob.getProperties({ abortSignal })));
    if (found === undefined) return undefined;
    const { contentLength, etag, lastModified, metadata } = found;
    if (contentLength === undefined || etag === undefined || lastModified === undefined)
      throw this.#calls.unreadable('properties', 'no properties');
    return { name, bytes: contentLength, etag, modifiedAt: lastModified, metadata: metadata ?? {} };
  }

  async get(name: string): Promise<StoredBlob | undefined> {
    const blob = this.#blob(name);
    return this.#calls.make('get', async (abortSignal, limit) => {
      const answer = await orMissing(blob.download(0, undefined, { abortSignal }));
      if (answer === undefined) return undefined;
      if (answer.etag === undefined) throw this.#calls.unreadable('get', 'no ETag');
      limit.expect(answer.contentLength ?? 0);
      return { content: await this.#read(answer), etag: answer.etag, metadata: answer.metadata ?? {} };
    });
  }

  async range(name: string, offset: number, length: number, etag?: string): Promise<Buffer> {
    return length <= 0 ? Buffer.alloc(0) : (await this.#range('range', name, offset, length, etag)).content;
  }

  async *stream(name: string, offset = 0): AsyncGenerator<Buffer> {
    // One ranged read a chunk, all of one version: each has its own time limit, and a reader that stops leaves nothing open.
    let etag: string | undefined;
    for (let at = offset; ; ) {
      const chunk = await this.#range('stream', name, at, MAX_BLOCK_BYTES, etag);
      etag = chunk.etag;
      at += chunk.content.length;
      if (chunk.content.length > 0) yield chunk.content;
      if (chunk.content.length < MAX_BLOCK_BYTES) return;
    }
  }

  async *list(prefix?: string): AsyncGenerator<BlobProperties> {
    let continuationToken: string | undefined;
    do {
      const page = await this.#calls.make('list', async (abortSignal) => {
        const pages = this.#client
          .listBlobsFlat({ includeMetadata: true, abortSignal, ...(prefix === undefined ? {} : { prefix }) })
          .byPage(continuationToken === undefined ? {} : { continuationToken });
        return (await pages.next()).value;
      });
      for (const item of page?.segment.blobItems ?? []) yield listedProperties(item);
      continuationToken = page?.continuationToken || undefined;
    } while (continuationToken !== undefined);
  }

  async remove(name: string): Promise<void> {
    const blob = this.#blob(name);
    await this.#calls.make('remove', (abortSignal) => orMissing(blob.delete({ abortSignal })));
  }

  async #write(
    operation: string,
    name: string,
    content: Buffer,
    metadata: BlobMetadata = {},
    conditions: BlobRequestConditions,
  ): Promise<BlobProperties> {
    const blob = this.#blob(name);
    checkBlobMetadata(this.#name, metadata);
    const options = { conditions, metadata, ...transportHash(content) };
    const { etag, lastModified } = await this.#calls.make(
      operation,
      (abortSignal) => blob.upload(content, content.length, { ...options, abortSignal }),
      (error) => asBlobChanged(this.#name, name, error, conditions.ifNoneMatch === '*'),
      content.length,
    );
    if (etag === undefined || lastModified === undefined) throw this.#calls.unreadable(operation, 'no ETag');
    return { name, bytes: content.length, etag, modifiedAt: lastModified, metadata };
  }

  async #range(
    operation: string,
    name: string,
    offset: number,
    length: number,
    etag: string | undefined,
  ): Promise<{ content: Buffer; etag: string | undefined }> {
    const blob = this.#blob(name);
    const conditions = etag === undefined ? {} : { ifMatch: etag };
    const read = async (abortSignal: AbortSignal) => {
      try {
        const answer = await blob.download(offset, length, { abortSignal, conditions });
        return { content: await this.#read(answer), etag: answer.etag };
      } catch (error) {
        if ((error as ServiceError).statusCode === 416) return { content: Buffer.alloc(0), etag };
        throw error;
      }
    };
    return this.#calls.make(operation, read, (error) => asBlobChanged(this.#name, name, error), length);
  }

  async #read(answer: BlobDownloadResponseParsed): Promise<Buffer> {
    const { contentLength, readableStreamBody } = answer;
    if (contentLength === undefined || readableStreamBody === undefined) throw this.#calls.unreadable('read', 'no content');
    const chunks: Buffer[] = [];
    for await (const chunk of readableStreamBody as AsyncIterable<Buffer>) chunks.push(chunk);
    const content = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    if (content.length !== contentLength) throw this.#calls.unreadable('read', `${content.length} of ${contentLength} bytes`);
    return content;
  }

  #blob(name: string): BlockBlobClient {
    checkBlobName(this.#name, name);
    return this.#client.getBlockBlobClient(name);
  }
}

/** A listing has ETags without quotes. */
function listedProperties({ name, properties, metadata }: BlobItem): BlobProperties {
  const etag = properties.etag.startsWith('"') ? properties.etag : `"${properties.etag}"`;
  return { name, bytes: properties.contentLength ?? 0, etag, modifiedAt: properties.lastModified, metadata: metadata ?? {} };
}
