import { createHash } from 'node:crypto';
import { storePackage } from '../../../runtime/pipeline/collect/store-package';
import type { Handling } from '../../../runtime/pipeline/connector-ports';
import type { PackageIndexRow, PackageRow } from '../../../runtime/pipeline/rows/package-row';
import type { RunRow } from '../../../runtime/pipeline/rows/run-row';
import type { Source } from '../../../runtime/ports/source';
import type { FaultHook } from '../../fakes/fault-gate';
import { Scene, type SceneOptions } from '../rules/scene';
import type { WorldProcess } from '../world/world-process';

/** A run whose source is listed: one package (or a few), each known and not yet stored. Every step of collecting is called by hand. */
export class Collected {
  private constructor(
    readonly scene: Scene,
    readonly runId: string,
    /** In the order of the listing. */
    readonly packageIds: readonly string[],
  ) {}

  static async open(options: SceneOptions = {}): Promise<Collected> {
    const scene = await Scene.open(options);
    const runId = await scene.openRun();
    const process = scene.world.process();
    for (const message of scene.take('collect')) await process.run(() => scene.handle(process, 'collect', message));
    const listed = scene.take('collect') as { packageId: string }[];
    return new Collected(
      scene,
      runId,
      listed.map(({ packageId }) => packageId),
    );
  }

  get packageId(): string {
    return this.packageIds[0] as string;
  }

  get content(): Buffer {
    return this.scene.day.packages[0]?.content as Buffer;
  }

  row(packageId = this.packageId): PackageRow {
    return this.scene.world.account.table('packages').get(this.runId, packageId)?.row as PackageRow;
  }

  async change(fields: Partial<PackageRow>, packageId = this.packageId): Promise<void> {
    await this.scene.world.stores.packageRows.upsert({ ...this.row(packageId), ...fields });
  }

  async changeRun(fields: Partial<RunRow>): Promise<void> {
    const run = (await this.scene.world.run(this.runId)) as RunRow;
    await this.scene.world.stores.runs.upsert({ ...run, ...fields });
  }

  /** As from a source that says of no file when it changed. */
  async withoutStamp(): Promise<void> {
    const { site } = this.scene.world;
    const { name } = this.row();
    site.put(name, this.content, { arrivedAt: site.file(name)?.arrivedAt, stamp: null });
    await this.change({ stamp: '' });
  }

  /** Messages of `settle`, also those that are not visible yet; the listing has sent one. */
  get settleMessages(): readonly unknown[] {
    return this.scene.world.account.queues.queue('settle').messages();
  }

  /** Who owns a content. */
  owner(sha256: string): PackageIndexRow | undefined {
    return this.scene.world.account.table('packages').get(`content-${sha256}`, 'content')?.row as PackageIndexRow | undefined;
  }

  get blobs() {
    return [...this.scene.world.account.container('packages').blobs.values()];
  }

  /** One message of the queue, handled by a new process; the error goes to the caller. */
  async store({ hook, packageId = this.packageId, source, handling }: StoreOptions = {}): Promise<WorldProcess> {
    const process = this.scene.world.process(hook);
    const ports = source === undefined ? process.ports : { ...process.ports, source: { ...sourceOf(process), ...source } };
    const deadline = new Date(this.scene.world.clock.now().getTime() + 480_000);
    const times = { deadline, signal: new AbortController().signal, ...handling };
    await process.run(() => storePackage({ runId: this.runId, packageId }, ports, times));
    return process;
  }
}

interface StoreOptions {
  readonly hook?: FaultHook;
  readonly packageId?: string;
  readonly source?: Partial<Source>;
  readonly handling?: Partial<Handling>;
}

const sourceOf = ({ ports: { source } }: WorldProcess): Source => ({
  kind: source.kind,
  id: source.id,
  hasWindows: source.hasWindows,
  settlesFiles: source.settlesFiles,
  list: (window, signal) => source.list(window, signal),
  open: (listed, offset, signal) => source.open(listed, offset, signal),
  acknowledge: (listed, signal) => source.acknowledge(listed, signal),
  check: (signal) => source.check(signal),
});

/** Every call of a process, and what it passes. */
export function seen(calls: string[], hook: FaultHook = () => 'pass'): FaultHook {
  return (point) => {
    calls.push(`${point.store} ${point.operation}`);
    return hook(point);
  };
}

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
export const downloads = (calls: readonly string[]): number => calls.filter((each) => each === 'source open').length;

/** What a source delivers. */
export async function* chunksOf(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}
