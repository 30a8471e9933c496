import type { BlockBlobClient } from '@azure/storage-blob';
import type { BlobMetadata, BlobProperties, BlockUpload } from '../../ports/blob-container';
import { asBlobChanged, orMissing, transportHash } from './blob-answers';
import { checkBlobMetadata, checkBlock } from './blob-rules';
import { errorCodeOf, type ServiceError, type StorageCalls } from './storage-call';

/** Ids of one blob have the same length and sort as their numbers do. */
const blockId = (index: number): string => Buffer.from(String(index).padStart(6, '0')).toString('base64');

/** A block blob in the making. Azure keeps staged blocks for a week after the last one. */
export class AzureBlockUpload implements BlockUpload {
  readonly #blob: BlockBlobClient;
  readonly #calls: StorageCalls;
  readonly #properties: () => Promise<BlobProperties | undefined>;

  constructor(blob: BlockBlobClient, calls: StorageCalls, properties: () => Promise<BlobProperties | undefined>) {
    this.#blob = blob;
    this.#calls = calls;
    this.#properties = properties;
  }

  async staged(): Promise<readonly number[]> {
    const list = await this.#calls.make('staged', (abortSignal) => orMissing(this.#blob.getBlockList('uncommitted', { abortSignal })));
    const sizes = new Map(list?.uncommittedBlocks?.map(({ name, size }) => [name, size]));
    const inOrder: number[] = [];
    for (let size = sizes.get(blockId(0)); size !== undefined; size = sizes.get(blockId(inOrder.length))) inOrder.push(size);
    return inOrder;
  }

  async stage(index: number, content: Buffer): Promise<void> {
    checkBlock(this.#blob.containerName, index, content);
    const hash = transportHash(content);
    await this.#calls.make(
      'stage',
      (abortSignal) => this.#blob.stageBlock(blockId(index), content, content.length, { abortSignal, ...hash }),
      undefined,
      content.length,
    );
  }

  async commit(blockCount: number, metadata: BlobMetadata): Promise<BlobProperties> {
    const { containerName, name } = this.#blob;
    checkBlobMetadata(containerName, metadata);
    const blocks = Array.from({ length: blockCount }, (_, index) => blockId(index));
    await this.#calls.make(
      'commit',
      (abortSignal) => this.#blob.commitBlockList(blocks, { abortSignal, metadata, conditions: { ifNoneMatch: '*' } }),
      (error) =>
        isBlocksGone(error) ? this.#calls.unreadable('commit', 'staged blocks are gone') : asBlobChanged(containerName, name, error, true),
    );
    // The answer does not say how long the blob is.
    const properties = await this.#properties();
    if (properties === undefined) throw this.#calls.unreadable('commit', 'the blob is not there');
    return properties;
  }
}

/** Staged blocks were dropped (after a week, or because somebody else wrote the blob): the upload begins again. */
function isBlocksGone(error: ServiceError): boolean {
  return error.statusCode === 400 && errorCodeOf(error) === 'InvalidBlockList';
}
