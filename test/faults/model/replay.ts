import type { QueueName } from '../../../runtime/ports/queues';
import { LONG_HANDLING } from '../../pipeline/rules/scene';
import type { WorldProcess } from '../../pipeline/world/world-process';
import type { Body } from './code-messages';
import type { Actor, Move } from './move';
import { AdministratorSteps, ReopenSteps, SettleSteps } from './replay-acts';
import { DeliverSteps } from './replay-deliver';
import { PoisonSteps } from './replay-poison';
import { UnpackSteps } from './replay-unpack';
import type { ReplayWorld } from './replay-world';
import { RunningHandler, type Stands } from './running-handler';
import { standsInDeliver, standsInPoison, standsInUnpack } from './stands';
import type { Batch, Capture } from './state';

/** A renewal tells a holder that its lease is lost; claims are still fresh then. */
const NEXT_RENEWAL_IN_MS = 16_000;
const MAX_MESSAGES_AT_THE_END = 200;

interface Steps {
  take(kind: string, how: string): Promise<void>;
}

/** A worker with a queue message in hand. */
interface Work {
  readonly queue: QueueName;
  readonly message: Body;
  readonly handler: RunningHandler;
  readonly steps: Steps;
  /** The message is visible to others again. */
  isBack: boolean;
}

/** Takes the steps of a trace in the code. */
export class Replay {
  /** Copies that the code wants to remove when the mailbox is free. */
  readonly ownCopies: Body[] = [];
  private readonly work = new Map<Actor, Work>();
  private readonly settle: SettleSteps;
  private readonly reopen: ReopenSteps;
  private readonly administrator: AdministratorSteps;
  private readonly looks: Body[] = [];
  private readonly copies: string[] = [];

  constructor(readonly world: ReplayWorld) {
    this.settle = new SettleSteps(world);
    this.reopen = new ReopenSteps(world);
    this.administrator = new AdministratorSteps(world);
  }

  async take(move: Move): Promise<void> {
    const { actor, kind, how } = move;
    if (actor === 'W1' || actor === 'W2') await this.byWorker(actor, kind, how);
    else if (actor === 'settle') await this.settle.take(kind, how);
    else if (actor === 'reopen') await this.reopen.take(kind, how);
    else if (actor === 'administrator') await this.administrator.take(kind);
    else this.pass(kind, how);
    this.ownCopies.push(...this.world.messages.takeAll('deliveries', ({ ownCopy }) => ownCopy !== undefined));
    for (const { id } of this.world.mailbox.copies.values()) if (!this.copies.includes(id)) this.copies.push(id);
  }

  /** What waits for the mailbox to be free, then every message that is still queued, then the timer. */
  async end(): Promise<void> {
    const { messages, scene } = this.world;
    for (const look of [...this.ownCopies.splice(0), ...this.looks]) await this.plainly('deliveries', look);
    for (let handled = 0; handled < MAX_MESSAGES_AT_THE_END; handled += 1) {
      const left = (['packages', 'deliveries'] as const).flatMap((queue) =>
        messages.takeAll(queue, ({ kind }) => kind !== 'last-look').map((body) => ({ queue, body })),
      );
      if (left.length === 0) return scene.settle();
      for (const { queue, body } of left) await this.plainly(queue, body);
    }
    throw new Error(
      `Work goes round for ever: ${JSON.stringify(messages.takeAll('packages', () => true))} ${JSON.stringify(messages.takeAll('deliveries', () => true))}`,
    );
  }

  private plainly(queue: QueueName, body: Body): Promise<unknown> {
    return this.world.plainly((process) => this.world.scene.handle(process, queue, body));
  }

  private async byWorker(actor: Actor, kind: string, how: string): Promise<void> {
    const [task, state] = how.split(' ') as [string, string];
    if (kind === 'receivePackage') return this.receivePackage(actor, task as Capture, state);
    if (kind === 'receiveBatch') return this.receiveBatch(actor, task as Batch, state);
    if (kind === 'receivePoison') return this.receivePoison(actor, task, state);
    if (kind === 'givesLeaseBack') return;
    const work = this.work.get(actor);
    if (work === undefined) throw new Error(`${actor} has nothing in hand`);
    if (kind === 'again') return this.comeAgain(work);
    if (kind === 'leaseLost') return this.loseLease(work);
    if (kind === 'crash') return this.crash(actor, work, how);
    await work.steps.take(kind, how);
    this.account(work);
  }

  /** A handler that failed leaves its message to its queue. One that was made to give up would have sent it back. */
  private account(work: Work): void {
    const { hasFailed, isGivingUp } = work.handler;
    if (hasFailed && (isGivingUp || !work.isBack)) this.comeAgain(work);
  }

  private comeAgain(work: Work): void {
    work.isBack = true;
    this.world.messages.giveBack(work.queue, work.message);
  }

  private async receivePackage(actor: Actor, capture: Capture, state: string): Promise<void> {
    const message = this.world.packageMessage(capture);
    const handler = await this.start(standsInUnpack, (process) => this.unpack(process, message));
    if (state === 'finished') return handler.runOut();
    // The check of the package as a whole is noted first.
    if (this.world.packageRow(capture)?.items === -1 && handler.isAt('table/packages', 'replace')) await handler.goOn();
    this.work.set(actor, { queue: 'packages', message, handler, steps: new UnpackSteps(handler, this.world), isBack: false });
  }

  /** Its time is over when one part is done. */
  private unpack(process: WorldProcess, message: Body): Promise<void> {
    return process.pipeline.handle('packages', message, { ...LONG_HANDLING, deadline: this.world.scene.world.clock.now() });
  }

  private async receiveBatch(actor: Actor, batch: Batch, state: string): Promise<void> {
    const message = this.world.batchMessage(batch);
    const handler = await this.start(standsInDeliver, (process) => this.world.scene.handle(process, 'deliveries', message));
    if (state === 'finished') return handler.runOut();
    this.work.set(actor, { queue: 'deliveries', message, handler, steps: new DeliverSteps(handler, message, this.world), isBack: false });
  }

  private async receivePoison(actor: Actor, task: string, state: string): Promise<void> {
    const name = task[0] as string;
    const isPackage = name === 'A' || name === 'B';
    const queue = isPackage ? 'packages' : 'deliveries';
    const message = isPackage ? this.world.packageMessage(name) : this.world.batchMessage(name as Batch);
    const handler = await this.start(standsInPoison, (process) => process.pipeline.handlePoison(queue, message, LONG_HANDLING));
    if (state === 'finished') return handler.runOut();
    this.work.set(actor, { queue, message, handler, steps: new PoisonSteps(handler), isBack: false });
  }

  private async loseLease({ handler, queue }: Work): Promise<void> {
    if (queue !== 'deliveries' || handler.hasEnded) return;
    this.world.breakLease();
    await this.world.scene.world.clock.advance(NEXT_RENEWAL_IN_MS);
  }

  private async crash(actor: Actor, work: Work, how: string): Promise<void> {
    this.work.delete(actor);
    if (!work.isBack) this.comeAgain(work);
    const { mailbox, late } = this.world;
    const before = new Set(mailbox.copies.keys());
    if (how === 'under way') late.push(this.world.lastRequest());
    if (how.startsWith('committed')) await work.handler.goOn({ dies: 'after' });
    else await work.handler.die();
    if (how.endsWith('not yet visible'))
      for (const copy of mailbox.copies.values()) if (!before.has(copy.id)) copy.visibleAt = Number.POSITIVE_INFINITY;
  }

  private pass(kind: string, how: string): void {
    const { mailbox, late, messages } = this.world;
    if (kind === 'leaseExpires') this.world.breakLease();
    if (kind === 'copyVisible') {
      const copy = mailbox.copies.get(this.copies[Number(how) - 1] ?? '');
      if (copy !== undefined) copy.visibleAt = 0;
    }
    if (kind === 'lateCommits') mailbox.addCopy(this.world.archiveFolder(), late.shift() as Buffer);
    if (kind === 'lateForgotten') late.shift();
    if (kind === 'lookAgain') this.looks.push(messages.take('deliveries', (body) => body['kind'] === 'last-look', 'for one more look'));
  }

  private start(stands: Stands, work: (process: WorldProcess) => Promise<unknown>): Promise<RunningHandler> {
    return new RunningHandler(this.world.scene.world, stands).start(work);
  }
}
