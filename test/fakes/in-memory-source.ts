import { createHash } from 'node:crypto';
import type { Problem } from '../../runtime/domain/failure/problem';
import type { ListedPackage, Listing, Source, SourceWindow } from '../../runtime/ports/source';
import { PackageGoneError, SourceUnavailableError } from '../../runtime/ports/source-errors';
import { FaultGate } from './fault-gate';

const DEFAULT_CHUNK_BYTES = 64 * 1024;

export interface InMemorySourceOptions {
  readonly kind?: Source['kind'];
  readonly id?: string;
  /** Default: only `telemessage`. */
  readonly hasWindows?: boolean;
  /** Default: all but `directory`. */
  readonly settlesFiles?: boolean;
  readonly chunkBytes?: number;
}

interface StoredFile {
  readonly content: Buffer;
  readonly stamp: string | undefined;
  readonly arrivedAt: Date | undefined;
  readonly modifiedAt: Date | undefined;
}

export interface FileTimes {
  readonly arrivedAt?: Date | undefined;
  readonly modifiedAt?: Date | undefined;
  /** Default: made from the content; `null` = the source has none. */
  readonly stamp?: string | null;
}

/** What stands at the other side, shared by every process that connects to it. */
export class InMemorySourceSite {
  /** Names that were acknowledged, in order. */
  readonly acknowledged: string[] = [];
  /** What the next listings report beside the packages. */
  problems: readonly Problem[] = [];
  /** Sees every acknowledgement at the moment at which it is made. */
  onAcknowledge: ((name: string) => void) | undefined;
  private readonly files = new Map<string, StoredFile>();

  constructor(readonly options: InMemorySourceOptions = {}) {}

  put(name: string, content: Buffer, times: FileTimes = {}): void {
    const { arrivedAt, modifiedAt = arrivedAt, stamp = createHash('sha256').update(content).digest('hex').slice(0, 16) } = times;
    this.files.set(name, { content, stamp: stamp ?? undefined, arrivedAt, modifiedAt });
  }

  remove(name: string): void {
    this.files.delete(name);
  }

  file(name: string): StoredFile | undefined {
    return this.files.get(name);
  }

  listing({ from, to }: SourceWindow, hasWindows: boolean): Listing {
    const isInside = (arrivedAt: Date | undefined) =>
      arrivedAt === undefined || ((from === undefined || arrivedAt >= from) && arrivedAt < to);
    const packages = [...this.files]
      .map(([name, { content, ...known }]): ListedPackage => ({ name, bytes: content.length, ...known }))
      .filter(({ name, arrivedAt }) => /\.(zip|eml)$/i.test(name) && (!hasWindows || isInside(arrivedAt)))
      .sort((a, b) => (a.arrivedAt?.getTime() ?? 0) - (b.arrivedAt?.getTime() ?? 0) || (a.name < b.name ? -1 : 1));
    const ignored = [...this.files.keys()].filter((name) => !/\.(zip|eml)$/i.test(name));
    const problems = ignored.map((name) => ({ code: 'ignored-file', detail: `${name}: neither a ZIP nor an EML` }));
    return { packages, problems: [...problems, ...this.problems] };
  }

  /** A source of one process. Faults: store `source`, operations `list`, `open`, `read` (one a chunk), `acknowledge`, `check`. */
  connect(
    gate: FaultGate = new FaultGate({ unavailable: ({ operation }) => new SourceUnavailableError(operation, 'a fault was asked for') }),
  ) {
    return new InMemorySource(this, gate);
  }
}

/** The port without a world behind it. */
export class InMemorySource implements Source {
  readonly kind: Source['kind'];
  readonly id: string;
  readonly hasWindows: boolean;
  readonly settlesFiles: boolean;

  constructor(
    private readonly site: InMemorySourceSite,
    private readonly gate: FaultGate,
  ) {
    const {
      kind = 'telemessage',
      id = 'in-memory',
      hasWindows = kind === 'telemessage',
      settlesFiles = kind !== 'directory',
    } = site.options;
    this.kind = kind;
    this.id = id;
    this.hasWindows = hasWindows;
    this.settlesFiles = settlesFiles;
  }

  async list(window: SourceWindow, signal: AbortSignal): Promise<Listing> {
    signal.throwIfAborted();
    return this.gate.run('source', 'list', '', () => this.site.listing(window, this.hasWindows));
  }

  async *open(listed: ListedPackage, offset: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    signal.throwIfAborted();
    const { chunkBytes = DEFAULT_CHUNK_BYTES } = this.site.options;
    const file = await this.gate.run('source', 'open', listed.name, () => this.site.file(listed.name));
    if (file === undefined) throw new PackageGoneError('A listed package is not there any more');
    if (file.stamp !== listed.stamp || file.content.length !== listed.bytes)
      throw new PackageGoneError('A package changed after it was listed');
    for (let at = offset; at < file.content.length; at += chunkBytes) {
      signal.throwIfAborted();
      yield await this.gate.run('source', 'read', listed.name, () => Buffer.from(file.content.subarray(at, at + chunkBytes)));
      if (this.site.file(listed.name) !== file) throw new PackageGoneError('A package changed while it was read');
    }
  }

  async acknowledge(listed: ListedPackage, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.gate.run('source', 'acknowledge', listed.name, () => {
      this.site.acknowledged.push(listed.name);
      this.site.onAcknowledge?.(listed.name);
    });
  }

  async check(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.gate.run('source', 'check', '', () => undefined);
  }
}
