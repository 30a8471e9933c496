/** Metadata names are lower-case letters and digits; values are ASCII. */
export type BlobMetadata = Readonly<Record<string, string>>;

export interface BlobProperties {
  readonly name: string;
  readonly bytes: number;
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly metadata: BlobMetadata;
}

export interface StoredBlob {
  readonly content: Buffer;
  readonly etag: string;
  readonly metadata: BlobMetadata;
}

/**
 * A blob written block by block. Blocks that were staged by an earlier handler are still there until the commit.
 * `MAX_BLOCK_BYTES` bounds one block.
 */
export interface BlockUpload {
  /** Sizes of the blocks staged so far, in order: where a broken upload goes on. */
  staged(): Promise<readonly number[]>;
  /** Stages the next block; `index` from 0. Staging an index again replaces it. */
  stage(index: number, content: Buffer): Promise<void>;
  /**
   * Makes the blob of the first `blockCount` blocks, with its metadata, only if no blob of this name is there
   * (`If-None-Match: *`). Throws `BlobChangedError` otherwise.
   */
  commit(blockCount: number, metadata: BlobMetadata): Promise<BlobProperties>;
}

export const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/**
 * One container. Names use `/`, are at most 1,000 characters and need no escaping by the caller.
 *
 * Throws `BlobChangedError` for conditions not met, `StorageUnavailableError` and `StorageRefusedError`; a missing blob is `undefined`.
 */
export interface BlobContainer {
  /** Creates a blob; throws `BlobChangedError` when the name is taken. */
  create(name: string, content: Buffer, metadata?: BlobMetadata): Promise<BlobProperties>;
  /** Writes a blob whatever is there. Only in containers without WORM. */
  put(name: string, content: Buffer, metadata?: BlobMetadata): Promise<BlobProperties>;
  /** Replaces a blob that still has this ETag. */
  swap(name: string, content: Buffer, etag: string, metadata?: BlobMetadata): Promise<BlobProperties>;
  upload(name: string): BlockUpload;
  properties(name: string): Promise<BlobProperties | undefined>;
  get(name: string): Promise<StoredBlob | undefined>;
  /** Bytes `[offset, offset + length)`; shorter only when the blob ends. With `etag`, throws `BlobChangedError` when it is another one. */
  range(name: string, offset: number, length: number, etag?: string): Promise<Buffer>;
  /** The bytes from `offset` on, in chunks of at most 4 MiB; reads only as fast as they are taken. */
  stream(name: string, offset?: number): AsyncIterable<Buffer>;
  /** In name order. */
  list(prefix?: string): AsyncIterable<BlobProperties>;
  /** A blob that is gone is no error. */
  remove(name: string): Promise<void>;
}
