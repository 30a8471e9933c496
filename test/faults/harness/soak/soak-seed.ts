import { createHash } from 'node:crypto';
import type { FaultPoint } from '../../../fakes/fault-gate';
import { repeatableSigner } from '../../../fakes/repeatable-signer';
import { World } from '../../../pipeline/world/world';
import type { WorldProcess } from '../../../pipeline/world/world-process';
import { violationsOf } from '../check-world';
import type { Crash } from '../crash-run';
import { mappingOf, type SmallMessage, type SmallPerson, smallDay } from '../small-day';
import { activate, fireTimer } from '../small-world';
import type { Tally } from '../tally';
import { Misfortune } from './misfortune';
import { withRepeatableChance } from './repeatable-chance';
import { LONGER_THAN_ANYBODY_WAITS_MS, type Trouble, troubleOf } from './trouble';
import { trouble as troubleMailbox, userAct } from './troubled-mailbox';
import { type TroubledSource, troubledSource } from './troubled-source';

const DAY_IN_MS = 86_400_000;
const HOUR_IN_MS = 3_600_000;
/** The day of trouble and the runs after it within which everything has to be there. */
const DAYS = 4;
const MOST_REPEATS = 150;

export interface SoakResult {
  readonly trouble: Trouble;
  readonly violations: readonly string[];
  /** Over every call, in order: two runs of one seed took the same steps when it is the same. */
  readonly steps: string;
}

export interface SoakOptions {
  /** Sees the world before it begins: to watch it, or to look into it afterwards. */
  readonly onWorld?: (world: World) => void;
  /** Sees every call, whatever it meets then. */
  readonly onCall?: (point: FaultPoint) => void;
  /** Instead of the crashes of the seed. */
  readonly crashes?: readonly Crash[];
}

/** One seed: a day of trouble, then days on which everything is well again, then the check. */
export async function soak(seed: number, tally: Tally, options: SoakOptions = {}): Promise<SoakResult> {
  const { onWorld = () => {}, onCall = () => {}, crashes } = options;
  const planned = troubleOf(seed);
  const trouble = crashes === undefined ? planned : { ...planned, crashes };
  const run = new SoakRun(trouble, tally, onCall);
  onWorld(run.world);
  try {
    const violations = await withRepeatableChance(seed, () => run.violations());
    return { trouble, violations, steps: run.steps };
  } catch (error) {
    return { trouble, violations: [`it fails: ${(error as Error).stack}`], steps: run.steps };
  }
}

const namesOf = (messages: readonly SmallMessage[]): ReadonlySet<string> =>
  new Set(messages.flatMap(({ mailboxIds, subject }) => mailboxIds.map((mailboxId) => `${mailboxId} ${subject}`)));

class SoakRun {
  readonly world: World;
  private readonly misfortune: Misfortune;
  private readonly source: TroubledSource;
  private readonly people: readonly SmallPerson[];
  private readonly removed = new Set<string>();
  private readonly hash = createHash('sha256');
  private isTimerDue = false;
  private repeated = 0;

  constructor(
    private readonly trouble: Trouble,
    private readonly tally: Tally,
    private readonly onCall: (point: FaultPoint) => void,
  ) {
    const day = smallDay(trouble.seed, trouble.day);
    this.people = day.people;
    this.world = new World({
      start: '2026-11-21T06:30:00Z',
      users: day.users,
      source: { kind: trouble.sourceKind, chunkBytes: 256 * 1024 },
      exchange: { lagInMs: () => trouble.lookLagInMs },
      options: { allowedDomains: day.domains },
      repeats: () => this.repeats(),
      signer: repeatableSigner,
    });
    this.world.handlerTimeInMs = trouble.handlerTimeInMs;
    this.misfortune = new Misfortune(trouble, this.world, tally);
    this.source = troubledSource(trouble.source, day, this.world, trouble.hasStamps);
  }

  get steps(): string {
    return this.hash.copy().digest('hex');
  }

  async violations(): Promise<string[]> {
    await this.begin();
    for (let day = 1; day <= DAYS; day += 1) {
      if (day === 2) await this.recover();
      this.isTimerDue = true;
      await this.world.clock.runUntil(Promise.all(Array.from({ length: this.trouble.processes }, () => this.keepOneAlive())));
      await this.world.clock.advance(this.untilNextDay);
    }
    this.tally.add('copies checked', this.world.exchange.archived().length);
    this.tally.add('calls', this.misfortune.callCount);
    const { leaseBreaks, pauses } = this.trouble;
    const leasesLost = leaseBreaks.length + pauses.length > 0;
    const stubs = this.source.day.messages.filter(({ attachments }) => attachments.length > 1);
    return violationsOf(this.world, this.source.day, {
      removed: this.removed,
      leasesLost,
      listedDuplicates: this.trouble.lookLagInMs === LONGER_THAN_ANYBODY_WAITS_MS,
      stubs: this.trouble.large === 'none' ? new Set() : namesOf(stubs),
    });
  }

  /** What several deliveries of one message send back would be repeated too, and so on: after so many a queue repeats nothing more. */
  private repeats(): number {
    const times = this.misfortune.isOver || this.repeated >= MOST_REPEATS ? 0 : this.trouble.repeats;
    this.repeated += times;
    this.tally.add('queue messages repeated', times);
    return times;
  }

  private async begin(): Promise<void> {
    const { isOneUnknown, mailbox, folder, folderAt } = this.trouble;
    await activate(this.world, mappingOf(this.people));
    if (isOneUnknown) this.world.users = this.world.users.slice(1);
    this.source.first();
    const troubled = this.world.exchange.mailbox((this.people[0] as SmallPerson).mailboxId);
    troubleMailbox(troubled, mailbox);
    if (folder === 'there-before') troubled.addFolder('signal archiver');
    this.misfortune.beforeRequest = (request) => {
      if (request === folderAt) for (const name of userAct(troubled, folder)) this.removed.add(name);
    };
  }

  private async recover(): Promise<void> {
    this.misfortune.isOver = true;
    this.source.second();
    troubleMailbox(this.world.exchange.mailbox((this.people[0] as SmallPerson).mailboxId), 'none');
    this.world.users = this.source.day.users;
  }

  /** A process works until nothing is left to do; when it dies another one takes over. */
  private async keepOneAlive(): Promise<void> {
    for (;;) {
      const process: WorldProcess = this.world.process(
        this.hook(() => process),
        this.misfortune.isOver ? 0 : this.trouble.skewInMs,
      );
      await this.fireTimer(process);
      if (!process.gate.isDead) await process.work({ workers: this.trouble.workers, patienceInMs: this.untilNextDay });
      if (!process.gate.isDead) return;
    }
  }

  /** Fired by whoever is there first; by its successor when it dies in it; tried again when it fails, as the function's retry rule says. */
  private async fireTimer(process: WorldProcess): Promise<void> {
    if (!this.isTimerDue) return;
    this.isTimerDue = false;
    await fireTimer(process);
    if (process.gate.isDead) this.isTimerDue = true;
  }

  private hook(process: () => WorldProcess) {
    const decide = this.misfortune.hook(process);
    return (point: FaultPoint) => {
      this.onCall(point);
      this.hash.update(`${point.store} ${point.operation} ${point.key}\n`);
      if (point.store === 'source' && point.operation === 'read' && !this.misfortune.isOver) this.source.whileRead();
      return decide(point);
    };
  }

  private get untilNextDay(): number {
    const now = this.world.clock.now().getTime();
    const passed = (now - 6.5 * HOUR_IN_MS) % DAY_IN_MS;
    return DAY_IN_MS - passed;
  }
}
