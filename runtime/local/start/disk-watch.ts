import { readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { distrustFolder } from '../host/azurite-folder';

const MEBIBYTE = 1024 * 1024;
/** Below this much room a package or a row may not fit any more. */
const LEAST_FREE_BYTES = 4 * MEBIBYTE;
const LOOK_EVERY_MS = 500;

/** The disk under the data folder is full: what is left to do waits for the next start. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';

  constructor(folder: string, options?: ErrorOptions) {
    super(
      `The disk that holds ${folder} is full. Free some space, or move the folder, and start again with --data ${folder}: what was stored is kept, and the import goes on where it ended`,
      options,
    );
  }
}

/** Free bytes of the disk that holds a folder. */
export type FreeBytes = (folder: string) => number;

const freeBytesOf: FreeBytes = (folder) => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/**
 * Looks at the disk while a start works on a data folder. Embedded storage answers a write that does not fit like any passing fault, and would be
 * asked again for ever.
 */
export class DiskWatch {
  private readonly full = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;

  /** `folder`: undefined when nothing is kept. */
  constructor(
    private readonly folder: string | undefined,
    private readonly freeBytes: FreeBytes = freeBytesOf,
  ) {
    if (folder !== undefined) this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Aborts when the disk is full. */
  get signal(): AbortSignal {
    return this.full.signal;
  }

  look(): void {
    if (this.folder !== undefined && hasNoRoom(join(this.folder, 'storage'), this.freeBytes)) this.full.abort();
  }

  /**
   * Ends the watch. Throws `DiskFullError` when the disk was full: storage may then believe that it has written what it has not, so the next start
   * is told to trust nothing it cannot read back. `cause`: what failed meanwhile.
   */
  end(cause?: unknown): void {
    clearInterval(this.timer);
    const isFull = this.full.signal.aborted || (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
    if (this.folder === undefined || !isFull) return;
    distrustFolder(join(this.folder, 'storage'));
    throw new DiskFullError(this.folder, { cause });
  }
}

/** Azurite writes each of its indexes anew, beside the old one, before it takes its place. */
function hasNoRoom(storage: string, freeBytes: FreeBytes): boolean {
  try {
    const sizes = readdirSync(storage).map((name) =>
      name.endsWith('.json') ? (statSync(join(storage, name), { throwIfNoEntry: false })?.size ?? 0) : 0,
    );
    return freeBytes(storage) < LEAST_FREE_BYTES + Math.max(0, ...sizes);
  } catch {
    // Not there yet.
    return false;
  }
}
