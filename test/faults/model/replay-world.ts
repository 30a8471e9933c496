import { sha256Hex } from '../../../runtime/domain/evidence/sha256';
import { MailboxSession } from '../../../runtime/pipeline/deliver/mailbox-session';
import { type BatchCell, type BatchRow, batchIdOfKey, type CellsRow, cellsKey } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import type { RunRow } from '../../../runtime/pipeline/rows/run-row';
import type { Exchange } from '../../../runtime/ports/exchange';
import type { Stored } from '../../../runtime/ports/table';
import { itemsBetween } from '../../pipeline/rules/items-between';
import { Scene } from '../../pipeline/rules/scene';
import type { WorldProcess } from '../../pipeline/world/world-process';
import { type Body, CodeMessages } from './code-messages';
import { type Batch, type Capture, type Context, type RunNumber, runOf } from './state';

/** A look counts from the beginning on: when it may be called final is the trace's business. */
const LOOKS = [0, 120, 720] as const;
const LEASE_DIGITS = 32;

/** The world of the model in the code's own stores: ids of what the model calls A, a, 1. */
export class ReplayWorld {
  readonly runIds: Partial<Record<RunNumber, string>> = {};
  readonly packageIds: Partial<Record<Capture, string>> = {};
  readonly messages: CodeMessages;
  /** The requests that Exchange may still carry out. */
  readonly late: Buffer[] = [];
  private request: Buffer | undefined;

  private constructor(
    readonly scene: Scene,
    readonly context: Context,
  ) {
    this.messages = new CodeMessages(scene);
  }

  static async open(context: Context): Promise<ReplayWorld> {
    const { captures, split } = context.scenario;
    const between = split ? { between: itemsBetween() } : {};
    const options = { lookAfterSeconds: LOOKS, runCloseHours: 10_000 };
    const scene = await Scene.open({ captures: captures.length, ...between, options });
    const replay = new ReplayWorld(scene, context);
    await replay.prepare();
    return replay;
  }

  get mailbox() {
    return this.scene.world.exchange.mailbox(this.scene.mailboxId);
  }

  get row(): DeliveryRow | undefined {
    return this.scene.rows[0];
  }

  get storedRow(): Stored<DeliveryRow> | undefined {
    const { row } = this;
    return row && (this.scene.world.account.table('deliveries').get(row.partition, row.key) as Stored<DeliveryRow> | undefined);
  }

  /** The request of the create that was asked for last. */
  lastRequest(): Buffer {
    if (this.request === undefined) throw new Error('The code has sent no create');
    return this.request;
  }

  archiveFolder(): string {
    const folder = [...this.mailbox.folders.values()].find(({ tag }) => tag === 'archive');
    if (folder === undefined) throw new Error('There is no archive folder');
    return folder.id;
  }

  /** Work outside of the trace: it goes to its end at once. */
  async plainly<T>(work: (process: WorldProcess) => Promise<T>): Promise<T | undefined> {
    const process = this.scene.world.process();
    return process.run(() => work(process));
  }

  packageMessage(capture: Capture): Body {
    const packageId = this.packageIds[capture];
    return this.messages.take('packages', (body) => body['packageId'] === packageId, capture);
  }

  packageRow(capture: Capture): PackageRow | undefined {
    const runId = this.runIds[runOf(this.context, capture === 'B' ? 'b' : 'a')] ?? '';
    return this.scene.world.account.table('packages').get(runId, this.packageIds[capture] ?? '')?.row as PackageRow | undefined;
  }

  batchRow(batch: Batch): BatchRow | undefined {
    const runId = this.runIds[runOf(this.context, batch)];
    for (const row of this.scene.world.account.table('batches').rows() as Generator<BatchRow>) {
      if (row.partition !== runId || !row.key.startsWith('b-')) continue;
      const isReplay = row.packageRun !== row.partition;
      if (batch === 'r' ? isReplay : !isReplay && this.isOf(batch === 'b' ? 'B' : 'A', row)) return row;
    }
    return undefined;
  }

  /** The queue's delays are over. */
  batchMessage(batch: Batch): Body {
    const row = this.batchRow(batch);
    if (row === undefined) throw new Error(`The code has not written batch ${batch}`);
    if (row.notBefore !== '')
      this.scene.world.account.table('batches').apply({ kind: 'upsert', row: { ...row, notBefore: '' } as BatchRow });
    return this.messages.take('deliveries', (body) => body['batchId'] === batchIdOfKey(row.key), batch);
  }

  /** The hours of a run are over. */
  endHours(run: RunNumber): void {
    const row = this.scene.world.account.table('runs').get(this.runIds[run] ?? '', 'run')?.row as RunRow;
    this.scene.world.account.table('runs').apply({ kind: 'upsert', row: { ...row, closeBy: row.openedAt } as RunRow });
  }

  /** Whoever has the mailbox has it no more. */
  breakLease(): void {
    this.scene.world.account.leases.break(`mailbox-${sha256Hex(this.scene.mailboxId).slice(0, LEASE_DIGITS)}`);
  }

  /** A run that takes up what is held. */
  async openRunThree(): Promise<string> {
    const known = this.runIds[3];
    if (known !== undefined) return known;
    const run = await this.plainly((process) =>
      process.pipeline.openRun({ trigger: 'replay', by: 'test', listsNothing: true, replays: 'all' }),
    );
    this.runIds[3] = run?.partition ?? '';
    return this.runIds[3];
  }

  private isOf(capture: Capture, row: BatchRow): boolean {
    if (row.packageId !== this.packageIds[capture]) return false;
    if (!this.context.scenario.split) return true;
    const cells = this.scene.world.account.table('batches').get(row.partition, cellsKey(batchIdOfKey(row.key)))?.row as
      | CellsRow
      | undefined;
    const [first] = JSON.parse(cells?.cells ?? '[]') as BatchCell[];
    return (first?.e === 0) === (capture === 'A');
  }

  private async prepare(): Promise<void> {
    const { world, day } = this.scene;
    world.watch = (ports) => ({ ...ports, exchange: this.watched(ports.exchange) });
    const second = day.packages[1];
    if (second !== undefined) world.site.remove(second.name);
    this.runIds[1] = await this.collect(undefined);
    if (second !== undefined) {
      world.site.put(second.name, second.content, { arrivedAt: second.arrivedAt });
      if (this.context.scenario.runOfB === 2) this.runIds[2] = await this.collect({ from: new Date(0), to: world.clock.now() });
      else await this.collectAgain();
    }
    this.notePackages();
    await this.plainly(async (process) => {
      const session = await MailboxSession.open(this.scene.mailboxId, '', process.ports);
      await session?.archiveFolder('');
      await session?.close();
    });
    if (this.context.scenario.isUnpacked) await this.plainly((process) => this.scene.handle(process, 'packages', this.packageMessage('A')));
  }

  private async collect(window: { readonly from: Date; readonly to: Date } | undefined): Promise<string> {
    const request = { trigger: 'schedule', by: 'schedule', replays: 'none' } as const;
    const run = await this.plainly((process) => process.pipeline.openRun(window === undefined ? request : { ...request, window }));
    await this.workThroughCollect();
    return run?.partition ?? '';
  }

  /** The second package comes into the same run. */
  private async collectAgain(): Promise<void> {
    const table = this.scene.world.account.table('runs');
    const row = table.get(this.runIds[1] ?? '', 'run')?.row as RunRow;
    table.apply({ kind: 'upsert', row: { ...row, listedAt: '' } as RunRow });
    await this.plainly((process) => this.scene.handle(process, 'collect', { v: 1, kind: 'list', runId: this.runIds[1] ?? '' }));
    await this.workThroughCollect();
  }

  private async workThroughCollect(): Promise<void> {
    const all = (): readonly Body[] => this.messages.takeAll('collect', () => true);
    for (let messages = all(); messages.length > 0; messages = all())
      for (const message of messages) await this.plainly((process) => this.scene.handle(process, 'collect', message));
  }

  /** Remembers what creates ask for: Exchange may carry it out later. */
  private watched(exchange: Exchange): Exchange {
    const note = (request: Buffer): void => {
      this.request = request;
    };
    return {
      mailbox: (mailboxId, gate) => {
        const mailbox = exchange.mailbox(mailboxId, gate);
        return new Proxy(mailbox, {
          get: (target, name) => {
            const value: unknown = Reflect.get(target, name);
            if (typeof value !== 'function') return value;
            return (...given: unknown[]) => {
              if (name === 'create') note(given[1] as Buffer);
              return (value as (...all: unknown[]) => unknown).apply(target, given);
            };
          },
        });
      },
    };
  }

  private notePackages(): void {
    const [first, second] = this.scene.day.packages;
    const isSplit = this.context.scenario.split;
    for (const row of this.scene.world.account.table('packages').rows() as Generator<PackageRow>) {
      if (row.state !== 'stored') continue;
      if (row.name === first?.name) this.packageIds.A = row.key;
      if (row.name === (isSplit ? first : second)?.name) this.packageIds.B = row.key;
    }
  }
}
