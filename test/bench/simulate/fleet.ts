import type { EventQueue } from './event-queue';
import { HOST } from './host';
import { RateLimit } from './rate-limit';

const SECOND_IN_MS = 1_000;
/** Work that has left the list is cut off it now and then. */
const CUT_AFTER = 10_000;

/** How many instances the functions have together, and may have. Each function that has work gets one, whatever the others have. */
export class Instances {
  most = 0;
  private readonly held = new Map<string, number>();

  constructor(
    readonly limit: number,
    private readonly functions: number,
  ) {}

  /** How many more this function may have: one instance is kept for each of the others that has none. */
  freeFor(name: string): number {
    const others = [...this.held].filter(([other, count]) => other !== name && count > 0).length;
    const keptForOthers = this.functions - 1 - others;
    const free = this.limit - this.total - keptForOthers;
    return (this.held.get(name) ?? 0) === 0 ? Math.max(1, free) : Math.max(0, free);
  }

  hold(name: string, count: number): void {
    this.held.set(name, count);
    this.most = Math.max(this.most, this.total);
  }

  private get total(): number {
    return [...this.held.values()].reduce((sum, count) => sum + count, 0);
  }
}

export interface FleetOptions {
  readonly name: string;
  /** Of this function. */
  readonly mostInstances: number;
  readonly coresAnInstance: number;
  readonly stepInstances: number;
  readonly stepInMs: number;
}

/** A handler at work, or several that are alike; it calls `done` when it is over. */
interface Work {
  readonly handlers: number;
  readonly begin: (done: () => void) => void;
}

/**
 * The instances of one function, which scale apart from those of the others: as many as its queue needs, a few more at each decision. Their cores are
 * one pool, because the platform spreads messages evenly.
 */
export class Fleet {
  readonly cores: RateLimit;
  private waiting: Work[] = [];
  private first = 0;
  private backlog = 0;
  private running = 0;
  private current = 0;
  private changedAt = 0;
  private busySince = 0;
  private isScaling = false;
  most = 0;
  executions = 0;
  /** Handlers at work, times milliseconds. */
  handlerMs = 0;
  private instanceMs = 0;

  constructor(
    private readonly events: EventQueue,
    private readonly shared: Instances,
    private readonly options: FleetOptions,
  ) {
    this.cores = new RateLimit(`cores of ${options.name}`, 1);
  }

  get name(): string {
    return this.options.name;
  }

  get instanceSeconds(): number {
    return this.instanceMs / SECOND_IN_MS;
  }

  /** `handlers`: of how many messages this work stands. */
  add(begin: Work['begin'], handlers = 1): void {
    this.waiting.push({ begin, handlers });
    this.backlog += handlers;
    if (!this.isScaling) this.scale();
    this.start();
  }

  /** CPU time, milliseconds; answers when it is over. One handler has one thread, so it never gets more than one core. */
  compute(milliseconds: number, handlers = 1): number {
    const { now } = this.events;
    return Math.max(this.cores.take(milliseconds / SECOND_IN_MS, now), now + milliseconds / handlers);
  }

  /** Asked again as long as there is work; when there is none the instances go. */
  private scale(): void {
    const { name, mostInstances, stepInstances, stepInMs, coresAnInstance } = this.options;
    const free = this.shared.freeFor(name);
    const wanted = Math.min(mostInstances, Math.ceil((this.backlog + this.running) / HOST.messagesAnInstance));
    const next = wanted > this.current ? this.current + Math.min(wanted - this.current, stepInstances, free) : wanted;
    this.become(next);
    this.isScaling = this.backlog + this.running > 0;
    if (!this.isScaling) return;
    if (next > 0) this.cores.changeRate(next * coresAnInstance);
    this.events.after(stepInMs, () => {
      this.scale();
      this.start();
    });
  }

  private become(next: number): void {
    const { now } = this.events;
    this.instanceMs += this.current * (now - this.changedAt);
    this.changedAt = now;
    this.shared.hold(this.options.name, next);
    this.current = next;
    this.most = Math.max(this.most, next);
  }

  private start(): void {
    const places = this.current * HOST.handlersAnInstance;
    for (;;) {
      const work = this.waiting[this.first];
      if (work === undefined || places === 0 || (this.running > 0 && this.running + work.handlers > places)) return;
      this.first += 1;
      if (this.first > CUT_AFTER) {
        this.waiting = this.waiting.slice(this.first);
        this.first = 0;
      }
      this.backlog -= work.handlers;
      this.begin(work);
    }
  }

  private begin({ begin, handlers }: Work): void {
    this.note(handlers);
    this.executions += handlers;
    begin(() => {
      this.note(-handlers);
      this.start();
    });
  }

  private note(change: number): void {
    const { now } = this.events;
    this.handlerMs += this.running * (now - this.busySince);
    this.busySince = now;
    this.running += change;
  }
}
