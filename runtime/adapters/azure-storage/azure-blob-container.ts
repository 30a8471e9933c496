import {
  type BlobContainer,
  type BlobMetadata,
  type BlobProperties,
  type BlockUpload,
  MAX_BLOCK_BYTES,
  type StoredBlob,
} from '../../ports/blob-container';
import { AzureBlockUpload } from './azure-block-upload';
import { asBlobChanged, orMissing } from './blob-answers';
import { metadataHeaders, metadataOf, propertiesOf, transportHash, writtenProperties } from './blob-headers';
import { checkBlobMetadata, checkBlobName } from './blob-rules';
import type { ServiceError, StorageCalls } from './storage-call';
import type { StorageHttp } from './storage-http';
import { blobPath, type StorageAnswer } from './storage-request';
import { readBlobPage } from './storage-xml';

/** A container of Azure Storage. Names, metadata and blocks that it cannot hold are refused with a `RangeError` before anything is sent. */
export class AzureBlobContainer implements BlobContainer {
  readonly #http: StorageHttp;
  readonly #name: string;
  readonly #calls: StorageCalls;

  constructor(http: StorageHttp, name: string, calls: StorageCalls) {
    this.#http = http;
    this.#name = name;
    this.#calls = calls;
  }

  create(name: string, content: Buffer, metadata?: BlobMetadata): Promise<BlobProperties> {
    return this.#write('create', name, content, metadata, { 'if-none-match': '*' });
  }

  put(name: string, content: Buffer, metadata?: BlobMetadata): Promise<BlobProperties> {
    return this.#write('put', name, content, metadata, {});
  }

  swap(name: string, content: Buffer, etag: string, metadata?: BlobMetadata): Promise<BlobProperties> {
    return this.#write('swap', name, content, metadata, { 'if-match': etag });
  }

  upload(name: string): BlockUpload {
    checkBlobName(this.#name, name);
    const blob = { http: this.#http, container: this.#name, name };
    return new AzureBlockUpload(blob, this.#calls, () => this.properties(name));
  }

  async properties(name: string): Promise<BlobProperties | undefined> {
    const path = this.#path(name);
    const answer = await this.#calls.make('properties', (signal) =>
      orMissing(this.#http.send({ service: 'blob', method: 'HEAD', path }, { signal })),
    );
    if (answer === undefined) return undefined;
    const properties = propertiesOf(name, answer.headers);
    if (properties === undefined) throw this.#calls.unreadable('properties', 'no properties');
    return properties;
  }

  async get(name: string): Promise<StoredBlob | undefined> {
    const path = this.#path(name);
    return this.#calls.make('get', async (signal, limit) => {
      const onLength = (bytes: number) => limit.expect(bytes);
      const answer = await orMissing(this.#http.send({ service: 'blob', method: 'GET', path }, { signal, onLength }));
      if (answer === undefined) return undefined;
      if (answer.headers.etag === undefined) throw this.#calls.unreadable('get', 'no ETag');
      return { content: this.#whole(answer), etag: answer.headers.etag, metadata: metadataOf(answer.headers) };
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
    const query = { restype: 'container', comp: 'list', include: 'metadata', prefix };
    let marker: string | undefined;
    do {
      const page = await this.#calls.make('list', async (signal) => {
        const request = { service: 'blob', method: 'GET', path: `/${this.#name}`, query: { ...query, marker } } as const;
        return readBlobPage((await this.#http.send(request, { signal })).body.toString());
      });
      if (page === undefined) throw this.#calls.unreadable('list', 'no list');
      yield* page.blobs;
      marker = page.marker;
    } while (marker !== undefined);
  }

  async remove(name: string): Promise<void> {
    const path = this.#path(name);
    await this.#calls.make('remove', (signal) => orMissing(this.#http.send({ service: 'blob', method: 'DELETE', path }, { signal })));
  }

  async #write(
    operation: string,
    name: string,
    content: Buffer,
    metadata: BlobMetadata = {},
    conditions: Readonly<Record<string, string>>,
  ): Promise<BlobProperties> {
    const path = this.#path(name);
    checkBlobMetadata(this.#name, metadata);
    const headers = {
      'content-type': 'application/octet-stream',
      'x-ms-blob-type': 'BlockBlob',
      ...transportHash(content),
      ...metadataHeaders(metadata),
      ...conditions,
    };
    const answer = await this.#calls.make(
      operation,
      (signal) => this.#http.send({ service: 'blob', method: 'PUT', path, headers, body: content }, { signal }),
      (error) => asBlobChanged(this.#name, name, error, conditions['if-none-match'] === '*'),
      content.length,
    );
    const written = writtenProperties(answer.headers);
    if (written === undefined) throw this.#calls.unreadable(operation, 'no ETag');
    return { name, bytes: content.length, ...written, metadata };
  }

  async #range(
    operation: string,
    name: string,
    offset: number,
    length: number,
    etag: string | undefined,
  ): Promise<{ content: Buffer; etag: string | undefined }> {
    const path = this.#path(name);
    const range = { 'x-ms-range': `bytes=${offset}-${offset + length - 1}` };
    const headers = etag === undefined ? range : { ...range, 'if-match': etag };
    const read = async (signal: AbortSignal) => {
      try {
        const answer = await this.#http.send({ service: 'blob', method: 'GET', path, headers }, { signal });
        return { content: this.#whole(answer), etag: answer.headers.etag };
      } catch (error) {
        if ((error as ServiceError).statusCode === 416) return { content: Buffer.alloc(0), etag };
        throw error;
      }
    };
    return this.#calls.make(operation, read, (error) => asBlobChanged(this.#name, name, error), length);
  }

  #whole({ headers, body }: StorageAnswer): Buffer {
    const promised = Number(headers['content-length']);
    if (body.length !== promised) throw this.#calls.unreadable('read', `${body.length} of ${promised} bytes`);
    return body;
  }

  #path(name: string): string {
    checkBlobName(this.#name, name);
    return blobPath(this.#name, name);
  }
}
