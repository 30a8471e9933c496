import { checkBlobMetadata, checkBlobName, checkBlock } from '../../runtime/adapters/azure-storage/blob-rules';
import {
  type BlobContainer,
  type BlobMetadata,
  type BlobProperties,
  type BlockUpload,
  MAX_BLOCK_BYTES,
  type StoredBlob,
} from '../../runtime/ports/blob-container';
import type { Clock } from '../../runtime/ports/clock';
import { BlobChangedError, StorageRefusedError, StorageUnavailableError } from '../../runtime/ports/storage-errors';
import type { FaultGate } from './fault-gate';
import { SortedKeys } from './sorted-keys';

/** Azure answers at most this many blobs a page. */
const PAGE_BLOBS = 5_000;

interface HeldBlob extends BlobProperties {
  readonly content: Buffer;
}

/** What has to be true of a blob before it is written. */
type Condition = 'absent' | 'any' | { readonly etag: string };

/** The blobs of one container, shared by all processes of a test. With `isWorm` nothing is overwritten or removed. */
export class InMemoryBlobStore {
  readonly blobs = new Map<string, HeldBlob>();
  readonly #names = new SortedKeys();
  readonly #uncommitted = new Map<string, Map<number, Buffer>>();
  readonly #clock: Clock;
  #writes = 0;

  constructor(
    readonly name: string,
    clock: Clock,
    readonly isWorm = false,
  ) {
    this.#clock = clock;
  }

  write(name: string, content: Buffer, metadata: BlobMetadata, condition: Condition): BlobProperties {
    const present = this.blobs.get(name);
    if (condition === 'absent' && present !== undefined) throw new BlobChangedError(this.name, name);
    if (typeof condition === 'object' && present?.etag !== condition.etag) throw new BlobChangedError(this.name, name);
    if (present !== undefined) this.#refuseInWorm(`overwrite ${this.name}`);
    const modifiedAt = new Date(Math.floor(this.#clock.now().getTime() / 1_000) * 1_000);
    const etag = `"0x${(++this.#writes).toString(16).toUpperCase()}"`;
    const blob: HeldBlob = { name, bytes: content.length, etag, modifiedAt, metadata: { ...metadata }, content };
    if (present === undefined) this.#names.add(name);
    this.blobs.set(name, blob);
    this.#uncommitted.delete(name);
    return propertiesOf(blob);
  }

  remove(name: string): void {
    if (!this.blobs.has(name)) return;
    this.#refuseInWorm(`remove from ${this.name}`);
    this.blobs.delete(name);
    this.#names.remove(name);
  }

  clear(): void {
    for (const name of this.blobs.keys()) this.#names.remove(name);
    this.blobs.clear();
    this.#uncommitted.clear();
  }

  /** Calling the answer brings exactly these blobs back, whatever is immutable: a store that has lost what was written since. */
  remember(): () => void {
    const kept = [...this.blobs];
    return () => {
      this.clear();
      for (const [name, blob] of kept) {
        this.#names.add(name);
        this.blobs.set(name, blob);
      }
    };
  }

  stage(name: string, index: number, content: Buffer): void {
    const blocks = this.#uncommitted.get(name) ?? new Map<number, Buffer>();
    this.#uncommitted.set(name, blocks.set(index, content));
  }

  staged(name: string): number[] {
    return this.#prefix(name).map((block) => block.length);
  }

  commit(name: string, blockCount: number, metadata: BlobMetadata): BlobProperties {
    if (this.blobs.has(name)) throw new BlobChangedError(this.name, name);
    const blocks = this.#prefix(name).slice(0, blockCount);
    if (blocks.length < blockCount) throw new StorageUnavailableError(`commit a blob in ${this.name}: staged blocks are gone`);
    return this.write(name, Buffer.concat(blocks), metadata, 'absent');
  }

  /** Names of the next page, in order. */
  page(prefix: string, after: string | undefined): string[] {
    const page: string[] = [];
    for (const name of this.#names.from(after ?? prefix)) {
      if (page.length === PAGE_BLOBS || !name.startsWith(prefix)) break;
      if (name !== after) page.push(name);
    }
    return page;
  }

  #prefix(name: string): Buffer[] {
    const blocks = this.#uncommitted.get(name);
    const prefix: Buffer[] = [];
    for (let block = blocks?.get(0); block !== undefined; block = blocks?.get(prefix.length)) prefix.push(block);
    return prefix;
  }

  #refuseInWorm(what: string): void {
    if (this.isWorm) throw new StorageRefusedError(what, 'the container is immutable');
  }
}

const propertiesOf = ({ content: _content, ...properties }: HeldBlob): BlobProperties => properties;

/** One process's way to a container. */
export class InMemoryBlobContainer implements BlobContainer {
  readonly #store: InMemoryBlobStore;
  readonly #gate: FaultGate;
  readonly #place: string;

  constructor(store: InMemoryBlobStore, gate: FaultGate) {
    this.#store = store;
    this.#gate = gate;
    this.#place = `container/${store.name}`;
  }

  async create(name: string, content: Buffer, metadata: BlobMetadata = {}): Promise<BlobProperties> {
    return this.#write('create', name, content, metadata, 'absent');
  }

  async put(name: string, content: Buffer, metadata: BlobMetadata = {}): Promise<BlobProperties> {
    return this.#write('put', name, content, metadata, 'any');
  }

  async swap(name: string, content: Buffer, etag: string, metadata: BlobMetadata = {}): Promise<BlobProperties> {
    return this.#write('swap', name, content, metadata, { etag });
  }

  upload(name: string): BlockUpload {
    checkBlobName(this.#store.name, name);
    return {
      staged: () => this.#run('staged', name, () => this.#store.staged(name)),
      stage: async (index, content) => {
        checkBlock(this.#store.name, index, content);
        const copy = Buffer.from(content);
        await this.#run('stage', name, () => this.#store.stage(name, index, copy));
      },
      commit: async (blockCount, metadata) => {
        checkBlobMetadata(this.#store.name, metadata);
        return this.#run('commit', name, () => this.#store.commit(name, blockCount, metadata));
      },
    };
  }

  async properties(name: string): Promise<BlobProperties | undefined> {
    return this.#run('properties', name, () => {
      const blob = this.#store.blobs.get(name);
      return blob === undefined ? undefined : propertiesOf(blob);
    });
  }

  async get(name: string): Promise<StoredBlob | undefined> {
    return this.#run('get', name, () => {
      const blob = this.#store.blobs.get(name);
      return blob === undefined ? undefined : { content: Buffer.from(blob.content), etag: blob.etag, metadata: blob.metadata };
    });
  }

  async range(name: string, offset: number, length: number, etag?: string): Promise<Buffer> {
    return this.#run('range', name, () => Buffer.from(this.#expect(name, etag).content.subarray(offset, offset + length)));
  }

  async *stream(name: string, offset = 0): AsyncGenerator<Buffer> {
    let etag: string | undefined;
    for (let at = offset; ; ) {
      const { chunk, blob } = await this.#run('stream', name, () => {
        const blob = this.#expect(name, etag);
        return { blob, chunk: Buffer.from(blob.content.subarray(at, at + MAX_BLOCK_BYTES)) };
      });
      etag = blob.etag;
      at += chunk.length;
      if (chunk.length > 0) yield chunk;
      if (at >= blob.bytes) return;
    }
  }

  async *list(prefix = ''): AsyncGenerator<BlobProperties> {
    let after: string | undefined;
    for (;;) {
      const page: string[] = await this.#run('list', prefix, () => this.#store.page(prefix, after));
      for (const name of page) {
        const blob = this.#store.blobs.get(name);
        if (blob !== undefined) yield propertiesOf(blob);
      }
      if (page.length < PAGE_BLOBS) return;
      after = page.at(-1);
    }
  }

  async remove(name: string): Promise<void> {
    await this.#run('remove', name, () => this.#store.remove(name));
  }

  #write(operation: string, name: string, content: Buffer, metadata: BlobMetadata, condition: Condition): Promise<BlobProperties> {
    checkBlobMetadata(this.#store.name, metadata);
    const copy = Buffer.from(content);
    return this.#run(operation, name, () => this.#store.write(name, copy, metadata, condition));
  }

  #expect(name: string, etag: string | undefined): HeldBlob {
    const blob = this.#store.blobs.get(name);
    if (blob === undefined || (etag !== undefined && blob.etag !== etag)) throw new BlobChangedError(this.#store.name, name);
    return blob;
  }

  async #run<T>(operation: string, name: string, effect: () => T): Promise<T> {
    if (operation !== 'list') checkBlobName(this.#store.name, name);
    return this.#gate.run(this.#place, operation, name, effect);
  }
}
