import { type FileHandle, open } from 'node:fs/promises';

/** A file of this machine by ranges. */
export interface FileRanges {
  readonly byteLength: number;
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Throws one clear line when the file cannot be opened. */
export async function openFileRanges(path: string): Promise<FileRanges> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw new Error(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  const { size } = await handle.stat();
  return {
    byteLength: size,
    read: async (offset, length) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}
