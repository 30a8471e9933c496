import type { Delivering } from '../../../runtime/pipeline/deliver/delivering';
import type { OpenDelivery } from '../../../runtime/pipeline/deliver/delivery-result';
import { TenantPark } from '../../../runtime/pipeline/deliver/tenant-park';
import type { DuplicateFoundRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { ReadyWork } from '../../../runtime/pipeline/work-blob';
import type { ExchangeCopy } from '../../../runtime/ports/exchange';
import type { FaultHook } from '../../fakes/fault-gate';
import { Scene } from '../rules/scene';
import { aRow, aWork, MAILBOX } from './builders';

export const EPOCH = 3;

export const keyOf = (index: number): string => String(index).repeat(64);

/** A worker that has a mailbox's lease, in an open run. What Exchange answers is up to the test. */
export class Worker {
  readonly folders = ['folder-1', 'folder-2', 'folder-3'];
  readonly foldersAsked: (readonly unknown[])[] = [];
  readonly looks: (readonly unknown[])[] = [];
  readonly creates: (readonly [folderId: string, request: string])[] = [];
  readonly removed: string[] = [];
  hasLeaseLeft = true;
  mailboxRow = { distrustedRun: '', firstSeenAt: '' };
  /** What a look in this folder for this key answers. */
  onLook: (key: string, folderId: string) => readonly ExchangeCopy[] | Error = () => [];
  /** What a create in this folder answers. */
  onCreate: (request: string, folderId: string) => ExchangeCopy | Error | Promise<ExchangeCopy> = (request, folderId) =>
    this.copyOf(`copy of ${request}`, folderId);
  onFolder: () => void = () => {};

  private constructor(
    readonly scene: Scene,
    readonly runId: string,
    readonly delivering: Delivering,
  ) {}

  static async open(hook?: FaultHook): Promise<Worker> {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const { ports } = scene.world.process(hook);
    const delivering = {
      runId,
      runOpenedAt: '',
      park: new TenantPark(ports.clock, true),
      ports,
      deadline: new Date(ports.clock.now().getTime() + 480_000),
      blob: { deliveries: [], request: (work: ReadyWork) => Buffer.from(work.importKey.slice(0, 1)) },
    };
    const worker = new Worker(scene, runId, delivering as unknown as Delivering);
    Object.assign(delivering, { session: worker.session() });
    return worker;
  }

  private session() {
    const worker = this;
    return {
      mailboxId: MAILBOX,
      epoch: EPOCH,
      get row() {
        return worker.mailboxRow;
      },
      get hasLeaseLeft() {
        return worker.hasLeaseLeft;
      },
      async archiveFolder(...asked: readonly unknown[]) {
        worker.foldersAsked.push(asked);
        worker.onFolder();
        return worker.folders[worker.folders.indexOf(String(asked[1])) + 1];
      },
      exchange: {
        async look(...asked: readonly [folderId: string, key: string, kind: string]) {
          worker.looks.push(asked);
          return orThrow(worker.onLook(asked[1], asked[0]));
        },
        async create(folderId: string, request: Buffer) {
          worker.creates.push([folderId, request.toString()]);
          return orThrow(await worker.onCreate(request.toString(), folderId));
        },
      },
    };
  }

  get now(): Date {
    return this.scene.world.clock.now();
  }

  in(seconds: number): Date {
    return new Date(this.now.getTime() + seconds * 1_000);
  }

  /** A copy as it was asked for. */
  copyOf(id: string, folderId = 'folder-1'): ExchangeCopy {
    const at = new Date(aWork().sentAt);
    return { id, isDraft: false, sentAt: at, receivedAt: at, folderId, createdAt: at };
  }

  /** A delivery with its row in the ledger: claimed now, unless it says something else. */
  async delivery(index: number, fields: Partial<DeliveryRow> = {}, work: Partial<ReadyWork> = {}): Promise<OpenDelivery> {
    const before = { ...aRow(), key: keyOf(index) };
    const row = { ...before, state: 'creating' as const, epoch: EPOCH, claims: 1, claimedAt: this.now.toISOString(), ...fields };
    const etag = await this.scene.world.stores.deliveries.upsert(row);
    return { work: { ...aWork({ importKey: keyOf(index) }), ...work }, stored: { row, etag }, before, isAfterLook: false };
  }

  row(index: number): DeliveryRow {
    return this.scene.world.account.table('deliveries').get(MAILBOX, keyOf(index))?.row as DeliveryRow;
  }

  /** More than one copy was found of these. */
  get duplicates(): readonly string[] {
    const rows = [...this.scene.world.account.table('batches').rows()] as DuplicateFoundRow[];
    return rows.filter(({ partition }) => partition === 'found').map(({ copies }) => copies);
  }

  get stopped(): Promise<string | undefined> {
    return this.scene.world.run(this.runId).then((run) => run?.stopped);
  }
}

function orThrow<T>(answer: T | Error): T {
  if (answer instanceof Error) throw answer;
  return answer;
}
