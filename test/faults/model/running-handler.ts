import { StorageUnavailableError } from '../../../runtime/ports/storage-errors';
import type { FaultDecision, FaultPoint } from '../../fakes/fault-gate';
import type { World } from '../../pipeline/world/world';
import type { WorldProcess } from '../../pipeline/world/world-process';

/** What the call at which a handler stands still comes to. */
export interface Decision {
  /** Thrown instead of carrying the call out. */
  readonly before?: Error;
  /** Carried out, and this is the answer. */
  readonly after?: Error;
  /** Carried out, and its answer waits for the next time that the handler goes on. */
  readonly answersLater?: boolean;
  /** The process ends instead of the call, or right after it. */
  readonly dies?: 'before' | 'after';
}

/** Whether it stands before a call, or after it was carried out and before it is answered. */
export type Stands = (point: FaultPoint) => 'before' | 'after' | undefined;

const MAX_TURNS = 20_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
export const noAnswer = (): Error => new StorageUnavailableError('a fault was asked for');

/** A handler of the code in a process of its own that stands still before each call of a kind, until it is told how to go on. */
export class RunningHandler {
  readonly process: WorldProcess;
  at: FaultPoint | undefined;
  hasEnded = false;
  /** It threw: its queue delivers its message again. */
  hasFailed = false;
  /** Every call is refused: the handler fails. */
  isGivingUp = false;
  private go: ((decision: Decision) => void) | undefined;

  constructor(
    world: World,
    private readonly standsAt: Stands,
  ) {
    this.process = world.process((point) => this.decide(point));
  }

  /** To its first stand. */
  async start(work: (process: WorldProcess) => Promise<unknown>): Promise<this> {
    const ends = (hasFailed: boolean): void => void Object.assign(this, { hasEnded: true, hasFailed });
    work(this.process).then(
      () => ends(false),
      () => ends(true),
    );
    await this.whileItMoves();
    return this;
  }

  /** Where it stands, for people. */
  get place(): string {
    return this.at === undefined
      ? this.hasEnded
        ? 'it has ended'
        : 'it does not stand'
      : `it stands at ${this.at.operation} of ${this.at.store}`;
  }

  isAt(store: string, ...operations: readonly string[]): boolean {
    return this.at?.store === store && operations.includes(this.at.operation);
  }

  /** Goes on to the next stand, or to its end. */
  async goOn(decision: Decision = {}): Promise<void> {
    const go = this.go;
    if (go === undefined) throw new Error(`The handler cannot go on: ${this.place}`);
    this.at = undefined;
    this.go = undefined;
    go(decision);
    await this.whileItMoves();
  }

  /** To its end, whatever it calls on the way. */
  async runOut(): Promise<void> {
    while (this.at !== undefined) await this.goOn();
  }

  /** Ends it as a handler ends that gives up: what it asks for next is refused. */
  async giveUp(): Promise<void> {
    if (this.at === undefined) return;
    this.isGivingUp = true;
    await this.goOn({ before: noAnswer() });
    await this.runOut();
  }

  async die(): Promise<void> {
    this.process.gate.kill();
    this.go?.({});
    this.at = undefined;
    this.go = undefined;
    this.hasEnded = true;
    await turn();
  }

  private decide(point: FaultPoint): FaultDecision {
    const isOwnBusiness = point.store === 'leases' || point.store === 'table/mailboxes';
    if (this.isGivingUp && !isOwnBusiness) return 'fail-before';
    const when = this.standsAt(point);
    if (when === undefined) return 'pass';
    let decision: Decision = {};
    if (when === 'after')
      return {
        after: async (answer) => {
          decision = await this.stand(point);
          if (decision.before !== undefined) throw decision.before;
          return answer;
        },
      };
    return {
      before: async () => {
        decision = await this.stand(point);
        if (decision.dies === 'before') this.process.gate.kill();
        if (decision.before !== undefined) throw decision.before;
      },
      after: async (answer) => {
        if (decision.dies === 'after') this.process.gate.kill();
        if (decision.after !== undefined) throw decision.after;
        if (decision.answersLater === true) decision = await this.stand(point);
        if (decision.before !== undefined) throw decision.before;
        return answer;
      },
    };
  }

  private stand(point: FaultPoint): Promise<Decision> {
    return new Promise((resolve) => {
      this.at = point;
      this.go = resolve;
    });
  }

  private async whileItMoves(): Promise<void> {
    for (let turns = 0; turns < MAX_TURNS; turns += 1) {
      await turn();
      if (this.at !== undefined || this.hasEnded || this.process.gate.isDead) return;
    }
    throw new Error('The handler waits for something that never happens');
  }
}
