import type { BlobMetadata, BlobProperties, BlockUpload } from '../../ports/blob-container';
import { asBlobChanged, orMissing } from './blob-answers';
import { metadataHeaders, transportHash } from './blob-headers';
import { checkBlobMetadata, checkBlock } from './blob-rules';
import type { ServiceError, StorageCalls } from './storage-call';
import type { StorageHttp } from './storage-http';
import { blobPath, type StorageAnswer, type StorageRequest } from './storage-request';
import { readUncommittedBlocks, writeBlockList } from './storage-xml';

/** Ids of one blob have the same length and sort as their numbers do. */
const blockId = (index: number): string => Buffer.from(String(index).padStart(6, '0')).toString('base64');

export interface BlobInTheMaking {
  readonly http: StorageHttp;
  readonly container: string;
  readonly name: string;
}

/** A block blob in the making. Azure keeps staged blocks for a week after the last one. */
export class AzureBlockUpload implements BlockUpload {
  readonly #blob: BlobInTheMaking;
  readonly #calls: StorageCalls;
  readonly #properties: () => Promise<BlobProperties | undefined>;

  constructor(blob: BlobInTheMaking, calls: StorageCalls, properties: () => Promise<BlobProperties | undefined>) {
    this.#blob = blob;
    this.#calls = calls;
    this.#properties = properties;
  }

  async staged(): Promise<readonly number[]> {
    const query = { comp: 'blocklist', blocklisttype: 'uncommitted' };
    const answer = await this.#calls.make('staged', (signal) => orMissing(this.#send({ method: 'GET', query }, signal)));
    if (answer === undefined) return [];
    const sizes = readUncommittedBlocks(answer.body.toString());
    if (sizes === undefined) throw this.#calls.unreadable('staged', 'no list of blocks');
    const inOrder: number[] = [];
    for (let size = sizes.get(blockId(0)); size !== undefined; size = sizes.get(blockId(inOrder.length))) inOrder.push(size);
    return inOrder;
  }

  async stage(index: number, content: Buffer): Promise<void> {
    checkBlock(this.#blob.container, index, content);
    const query = { comp: 'block', blockid: blockId(index) };
    const headers = transportHash(content);
    await this.#calls.make(
      'stage',
      (signal) => this.#send({ method: 'PUT', query, headers, body: content }, signal),
      undefined,
      content.length,
    );
  }

  async commit(blockCount: number, metadata: BlobMetadata): Promise<BlobProperties> {
    const { container, name } = this.#blob;
    checkBlobMetadata(container, metadata);
    const body = writeBlockList(Array.from({ length: blockCount }, (_, index) => blockId(index)));
    const headers = { 'content-type': 'application/xml', 'if-none-match': '*', ...metadataHeaders(metadata) };
    await this.#calls.make(
      'commit',
      (signal) => this.#send({ method: 'PUT', query: { comp: 'blocklist' }, headers, body }, signal),
      (error) =>
        isBlocksGone(error) ? this.#calls.unreadable('commit', 'staged blocks are gone') : asBlobChanged(container, name, error, true),
    );
    // The answer does not say how long the blob is.
    const properties = await this.#properties();
    if (properties === undefined) throw this.#calls.unreadable('commit', 'the blob is not there');
    return properties;
  }

  #send(request: Pick<StorageRequest, 'method' | 'query' | 'headers' | 'body'>, signal: AbortSignal): Promise<StorageAnswer> {
    const { http, container, name } = this.#blob;
    return http.send({ service: 'blob', path: blobPath(container, name), ...request }, { signal });
  }
}

/** Staged blocks were dropped (after a week, or because somebody else wrote the blob): the upload begins again. */
function isBlocksGone({ statusCode, code }: ServiceError): boolean {
  return statusCode === 400 && code === 'InvalidBlockList';
}
