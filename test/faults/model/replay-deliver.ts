import { UserGoneError } from '../../../runtime/ports/exchange-errors';
import { RowChangedError } from '../../../runtime/ports/storage-errors';
import type { Body } from './code-messages';
import type { ReplayWorld } from './replay-world';
import { type Decision, noAnswer, type RunningHandler } from './running-handler';
import { LEDGER } from './stands';

const FINAL_LOOK_IN_MS = 121_000;
const lostToOther = (): Decision => ({ after: new RowChangedError('deliveries', 0) });

/** The steps of a worker of deliver, each as the code takes it. */
export class DeliverSteps {
  private hasLooked = false;
  /** Its claim is written, and it does not know yet. */
  private isUnanswered = false;

  constructor(
    private readonly handler: RunningHandler,
    private readonly message: Body,
    private readonly world: ReplayWorld,
  ) {}

  async take(kind: string, how: string): Promise<void> {
    const steps: Readonly<Record<string, (how: string) => Promise<void>>> = {
      read: (each) => this.read(each),
      claim: (each) => this.claim(each),
      look: (each) => this.look(each),
      post: (each) => this.post(each),
      posting: (each) => this.posting(each),
      outcome: (each) => this.handler.goOn(each === 'imported, answer lost' ? lostToOther() : {}),
      late: (each) => (each === '412' ? this.handler.runOut() : this.upToBook()),
      refused: (each) => (each === 'held' ? this.upToBook() : this.handler.runOut()),
      met412: (each) => (each === 'its own copy' ? this.upToBook() : this.handler.runOut()),
    };
    await (steps[kind] ?? (() => this.handler.runOut()))(how);
  }

  private async read(how: string): Promise<void> {
    if (how === 'newer epoch') return this.handler.runOut();
    if (how === 'its work is gone') await this.passRun();
    if (how === 'must look, 120 s after the claim') await this.world.scene.world.clock.advance(FINAL_LOOK_IN_MS);
    if (this.claimsUnread) await this.handler.goOn();
    if (this.handler.isAt(LEDGER, 'get')) await this.handler.goOn();
    if (how === 'run not open') await this.passRun();
    if (how === 'not its own open row') await this.upToBook();
    if (how === 'takes it up') await this.anotherRound();
  }

  /** It claims what unpack wrote without reading it, and the row is not as unpack wrote it: it reads it then. */
  private get claimsUnread(): boolean {
    const [etag] = (this.message['etags'] as string[] | undefined) ?? [];
    return this.handler.isAt(LEDGER, 'transact') && etag !== undefined && etag !== this.world.storedRow?.etag;
  }

  private async claim(how: string): Promise<void> {
    const isClaiming = this.handler.isAt(LEDGER, 'transact');
    if (how === 'claimed') {
      // What was looked for is sent as soon as the claim is answered.
      const answersLater = this.hasLooked;
      if (isClaiming) await this.handler.goOn({ answersLater });
      this.isUnanswered = isClaiming && answersLater;
      return;
    }
    if (isClaiming) await this.handler.goOn(how === '412' ? {} : lostToOther());
    await this.handler.giveUp();
  }

  private async look(how: string): Promise<void> {
    await this.passRun();
    if (how === 'overtaken') return this.handler.runOut();
    const isLooking = this.handler.isAt('exchange', 'look');
    if (isLooking) await this.handler.goOn();
    this.hasLooked = true;
    if (how !== 'absent, early') return;
    // It would create: nothing was sent since a claim that is older than the model's. It goes back as the model does.
    const wouldCreate = !isLooking || this.handler.isAt(LEDGER, 'transact');
    await (wouldCreate ? this.handler.giveUp() : this.handler.runOut());
  }

  /** What it looked for where the model need not is claimed only now. */
  private async post(how: string): Promise<void> {
    if (this.isUnanswered) await this.handler.goOn();
    await this.passRun();
    if (this.handler.isAt('exchange', 'look')) await this.handler.goOn();
    if (this.handler.isAt(LEDGER, 'transact') && how === 'sent') await this.handler.goOn();
    if (how !== 'sent') return this.handler.runOut();
    if (!this.handler.isAt('exchange', 'create')) throw new Error(`The code does not send what the model sends: ${this.handler.place}`);
  }

  private async passRun(): Promise<void> {
    if (!this.handler.isAt('table/runs', 'get')) return;
    await this.handler.goOn();
  }

  private async posting(how: string): Promise<void> {
    const { mailbox, late } = this.world;
    const before = new Set(mailbox.copies.keys());
    if (how === 'answer lost, under way') late.push(this.world.lastRequest());
    await this.handler.goOn(this.answer(how));
    if (how.endsWith('not yet visible'))
      for (const copy of mailbox.copies.values()) if (!before.has(copy.id)) copy.visibleAt = Number.POSITIVE_INFINITY;
  }

  private answer(how: string): Decision {
    if (how === 'refused') return { before: new UserGoneError(this.world.scene.mailboxId) };
    if (how === 'answer lost, nothing committed' || how === 'answer lost, under way') return { before: noAnswer() };
    return how.startsWith('answer lost') ? { after: noAnswer() } : {};
  }

  /** Past what it books, to its next look at the row. */
  private async anotherRound(): Promise<void> {
    await this.upToBook();
    while (this.handler.isAt('table/batches', 'transact')) await this.handler.goOn();
  }

  /** Whatever it still writes about the delivery; then the batch is next. */
  private async upToBook(): Promise<void> {
    while (this.handler.at !== undefined && !this.handler.isAt('table/batches', 'transact')) await this.handler.goOn();
  }
}
