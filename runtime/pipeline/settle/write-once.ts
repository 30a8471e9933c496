import { createHash } from 'node:crypto';
import { type BlobContainer, MAX_BLOCK_BYTES } from '../../ports/blob-container';
import { BlobChangedError, BlobDamagedError } from '../../ports/storage-errors';

/** Writes a file of a report. It may be there from an earlier try with these very bytes; other bytes mean that someone else wrote it. */
export async function createOnce(container: BlobContainer, name: string, content: Buffer): Promise<void> {
  try {
    await container.create(name, content);
  } catch (error) {
    if (!(error instanceof BlobChangedError)) throw error;
    const present = await container.get(name);
    if (present === undefined || !present.content.equals(content))
      throw new BlobDamagedError('reports', name, 'it holds other bytes than this report has');
  }
}

/** Writes lines as they come, in blocks. What is there from an earlier try stays. Answers the SHA-256 of what is stored. */
export async function streamOnce(container: BlobContainer, name: string, lines: AsyncIterable<string>): Promise<string> {
  if ((await container.properties(name)) === undefined) await upload(container, name, lines);
  const hash = createHash('sha256');
  for await (const chunk of container.stream(name)) hash.update(chunk);
  return hash.digest('hex');
}

async function upload(container: BlobContainer, name: string, lines: AsyncIterable<string>): Promise<void> {
  const staged = container.upload(name);
  let blocks = 0;
  let waiting: string[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    await staged.stage(blocks, Buffer.from(waiting.join('')));
    blocks += 1;
    waiting = [];
    bytes = 0;
  };
  for await (const line of lines) {
    const size = Buffer.byteLength(line);
    if (bytes + size > MAX_BLOCK_BYTES) await flush();
    waiting.push(line);
    bytes += size;
  }
  if (waiting.length > 0) await flush();
  try {
    if (blocks === 0) await container.create(name, Buffer.alloc(0));
    else await staged.commit(blocks, {});
  } catch (error) {
    if (!(error instanceof BlobChangedError)) throw error;
  }
}
