import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** Bytes in memory, or a file on disk for packages that are too large for it. */
export type PackageContent = Buffer | { readonly path: string; readonly bytes: number };

export interface ShelvedPackage {
  readonly id: string;
  readonly name: string;
  readonly content: PackageContent;
  readonly etag: string;
  readonly arrivedAt: Date;
  readonly modifiedAt: Date;
}

const LARGEST_SLICE_BYTES = 64 * 1024;

/** The packages that the simulated vendor has ready. A name that comes again replaces the content under the same id. */
export class PackageShelf {
  private readonly packages = new Map<string, ShelvedPackage>();
  private nextNumber = 1;

  put(name: string, content: PackageContent, arrivedAt: Date, modifiedAt = arrivedAt): ShelvedPackage {
    const id = this.named(name)?.id ?? `pkg-${String(this.nextNumber++).padStart(6, '0')}`;
    const shelved = { id, name, content, etag: etagOf(name, content, modifiedAt), arrivedAt, modifiedAt };
    this.packages.set(id, shelved);
    return shelved;
  }

  remove(name: string): void {
    const shelved = this.named(name);
    if (shelved !== undefined) this.packages.delete(shelved.id);
  }

  clear(): void {
    this.packages.clear();
  }

  byId(id: string): ShelvedPackage | undefined {
    return this.packages.get(id);
  }

  /** Oldest arrival first. `from` is inclusive, `to` exclusive. */
  arrivedIn(from: Date | undefined, to: Date | undefined): readonly ShelvedPackage[] {
    return [...this.packages.values()]
      .filter(({ arrivedAt }) => (from === undefined || arrivedAt >= from) && (to === undefined || arrivedAt < to))
      .sort((a, b) => a.arrivedAt.getTime() - b.arrivedAt.getTime() || (a.id < b.id ? -1 : 1));
  }

  private named(name: string): ShelvedPackage | undefined {
    return [...this.packages.values()].find((shelved) => shelved.name === name);
  }
}

export function contentBytes(content: PackageContent): number {
  return Buffer.isBuffer(content) ? content.length : content.bytes;
}

/** Bytes `[from, end)` in small slices. */
export function readContent(content: PackageContent, from: number, end: number): Readable {
  if (!Buffer.isBuffer(content)) return end > from ? createReadStream(content.path, { start: from, end: end - 1 }) : Readable.from([]);
  return Readable.from(slices(content.subarray(from, end)), { objectMode: false });
}

function* slices(buffer: Buffer): Generator<Buffer> {
  for (let at = 0; at < buffer.length; at += LARGEST_SLICE_BYTES) yield buffer.subarray(at, at + LARGEST_SLICE_BYTES);
}

function etagOf(name: string, content: PackageContent, modifiedAt: Date): string {
  const hash = createHash('sha256').update(`${name}\n${contentBytes(content)}\n${modifiedAt.toISOString()}\n`);
  if (Buffer.isBuffer(content)) hash.update(content);
  return hash.digest('hex').slice(0, 32);
}
