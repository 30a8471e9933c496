import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A file of this machine by ranges. */
export interface FileRanges {
  readonly byteLength: number;
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Throws one clear line when the file cannot be opened, or is none. */
export async function openFileRanges(path: string): Promise<FileRanges> {
  const handle = await openFile(path);
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw new Error(`${path} cannot be read: it is no file`);
  }
  const { size } = stats;
  return {
    byteLength: size,
    read: async (offset, length) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // A named pipe would otherwise wait for a writer for ever.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new Error(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}
