import { nativeHash, type ResumableHash, resumableHash } from '../../domain/package/resumable-hash';
import { type BlockUpload, MAX_BLOCK_BYTES } from '../../ports/blob-container';
import type { Clock } from '../../ports/clock';
import type { ListedPackage, Source } from '../../ports/source';
import { SourceUnavailableError } from '../../ports/source-errors';
import type { Handling } from '../connector-ports';

/** Smaller packages are downloaded within one handler even at 0.5 MB/s, and may use the fast hash. */
const RESUMABLE_FROM_BYTES = 256 * 1024 * 1024;

/** From where a download goes on. */
interface Place {
  readonly offset: number;
  readonly blocks: number;
}

/** How far an earlier handler came, as the package row keeps it. */
interface Progress extends Place {
  readonly hash: string;
}

const BEGINNING: Place = { offset: 0, blocks: 0 };

export type Download =
  | { readonly kind: 'whole'; readonly sha256: string; readonly blocks: number }
  | { readonly kind: 'continues'; readonly progress: string };

/**
 * Streams a package into staged blocks of 4 MiB, hashed on the way. When the handler's time is over it says how to go on; an interruption
 * without that note starts again from the beginning.
 */
export async function download(
  listed: ListedPackage,
  noted: string,
  upload: BlockUpload,
  ports: { readonly source: Source; readonly clock: Clock },
  handling: Handling,
): Promise<Download> {
  const { start, hash } = await begin(listed, noted, upload);
  const block = new BlockBuffer();
  let { offset, blocks } = start;
  const stage = async (content: Buffer): Promise<void> => {
    await upload.stage(blocks, content);
    hash.update(content);
    blocks += 1;
    offset += content.length;
  };
  for await (const chunk of ports.source.open(listed, start.offset, handling.signal)) {
    for (const full of block.add(chunk)) {
      await stage(full);
      const state = ports.clock.now() > handling.deadline ? hash.state() : undefined;
      if (state !== undefined) return { kind: 'continues', progress: JSON.stringify({ offset, blocks, hash: state } satisfies Progress) };
    }
  }
  const rest = block.rest();
  if (rest.length > 0) await stage(rest);
  if (offset !== listed.bytes) throw new SourceUnavailableError('a package', `it ended after ${offset} of ${listed.bytes} bytes`);
  return { kind: 'whole', sha256: hash.digest(), blocks };
}

async function begin(listed: ListedPackage, noted: string, upload: BlockUpload): Promise<{ start: Place; hash: ResumableHash }> {
  if (listed.bytes < RESUMABLE_FROM_BYTES) return { start: BEGINNING, hash: nativeHash() };
  if (noted === '') return { start: BEGINNING, hash: await resumableHash() };
  const progress = JSON.parse(noted) as Progress;
  const staged = (await upload.staged()).slice(0, progress.blocks);
  const isAllThere = staged.length === progress.blocks && staged.reduce((sum, bytes) => sum + bytes, 0) === progress.offset;
  return isAllThere ? { start: progress, hash: await resumableHash(progress.hash) } : { start: BEGINNING, hash: await resumableHash() };
}

/**
 * Collects chunks of any size into blocks of one size. Memory: one block, filled again and again; new ones of 4 MB made V8 collect its whole heap
 * for every few of them.
 */
class BlockBuffer {
  private readonly block = Buffer.allocUnsafeSlow(MAX_BLOCK_BYTES);
  private length = 0;

  /** Every block that becomes full, good until the next one. */
  *add(chunk: Buffer): Generator<Buffer> {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(this.block, this.length, at);
      at += taken;
      this.length += taken;
      if (this.length < MAX_BLOCK_BYTES) continue;
      yield this.block;
      this.length = 0;
    }
  }

  rest(): Buffer {
    return this.block.subarray(0, this.length);
  }
}
