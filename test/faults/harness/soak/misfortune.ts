import { SeededRandom } from '../../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { FaultDecision, FaultHook, FaultPoint, FaultScript } from '../../../fakes/fault-gate';
import { EXCHANGE } from '../../../fakes/in-memory-exchange';
import type { World } from '../../../pipeline/world/world';
import { unavailableAt, type WorldProcess } from '../../../pipeline/world/world-process';
import { type GraphFault, graphErrorOf, graphScript, retryAfterForms } from '../graph-answer';
import type { Tally } from '../tally';
import type { LargeTrouble, Trouble } from './trouble';

const LOST: readonly GraphFault[] = [{ status: 500 }, { status: 502 }, { status: 503 }, { status: 504 }, 'hang', 'reset'];
const LARGE_OPERATIONS = new Set(['attach', 'open-upload']);
const LARGE_TROUBLE: Readonly<Record<LargeTrouble, GraphFault | undefined>> = {
  none: undefined,
  'over-limit': { status: 400, code: 'ErrorMessageSizeExceeded' },
  'attach-refused': { status: 403, code: 'ErrorAccessDenied' },
};
const TENANT_WIDE = { 'x-ms-throttle-scope': 'Tenant/Write/app/tenant' };
const TENANT_SHARE = 0.05;
/** A day without trouble takes about 500 calls. What goes on for ever only repeats itself. */
const MOST_TROUBLED_CALLS = 2_000;

/** Decides what every call of every process meets, from one stream of random numbers: the same seed takes the same steps. */
export class Misfortune {
  /** From now on everything goes well. */
  isOver = false;
  /** Asked before each request to Exchange, with its number: what users do meanwhile. */
  beforeRequest: (request: number) => void = () => {};
  private readonly random: SeededRandom;
  private calls = 0;
  private outageEndsAt = 0;
  private requests = 0;

  constructor(
    private readonly trouble: Trouble,
    private readonly world: World,
    private readonly tally: Tally,
  ) {
    this.random = new SeededRandom(trouble.seed, 'misfortune');
  }

  /** Calls so far, of all processes. */
  get callCount(): number {
    return this.calls;
  }

  hook(process: () => WorldProcess): FaultHook {
    return (point) => {
      const call = this.calls;
      this.calls += 1;
      const crash = this.trouble.crashes.find((each) => each.call === call);
      if (crash !== undefined) return this.note('crashes', crash.mode === 'before' ? 'crash-before' : 'crash-after');
      return this.isOver ? 'pass' : this.decide(point, call, process());
    };
  }

  private decide(point: FaultPoint, call: number, process: WorldProcess): FaultDecision {
    const { pauses, leaseBreaks, workLostAt, outage, sourceFails, storageFails, sourceLatencyInMs, storageLatencyInMs } = this.trouble;
    if (workLostAt === call) this.loseWork();
    if (leaseBreaks.includes(call)) this.breakLease();
    if (pauses.includes(call)) this.pause(process);
    if (outage?.fromCall === call) this.outageEndsAt = this.now + outage.minutes * 60_000;
    if (point.store === EXCHANGE) return this.request(point);
    if (this.isOut(point)) return this.note('calls in an outage', 'fail-before');
    if (point.store === 'source') return this.slow(sourceLatencyInMs, this.fails(sourceFails, 'source faults'), point);
    return this.slow(storageLatencyInMs, this.fails(storageFails, 'storage faults'), point);
  }

  private get now(): number {
    return this.world.clock.now().getTime();
  }

  private isOut({ store, operation }: FaultPoint): boolean {
    return this.now < this.outageEndsAt && operation !== 'receive' && store.startsWith(this.trouble.outage?.stores ?? '-');
  }

  private fails(share: number, what: string): 'pass' | 'fail-before' | 'fail-after' {
    if (!this.chance(share)) return 'pass';
    return this.note(what, this.chance(0.5) ? 'fail-before' : 'fail-after');
  }

  /** The same decision, and a while that the call takes. */
  private slow(mostMs: number, decision: 'pass' | 'fail-before' | 'fail-after', point: FaultPoint): FaultDecision {
    if (mostMs === 0 || point.operation === 'receive') return decision;
    const fail = () => Promise.reject(unavailableAt(point));
    const script = { pass: {}, 'fail-before': { before: fail }, 'fail-after': { after: fail } }[decision];
    return this.late(this.random.between(0, mostMs + 1), script);
  }

  private request(point: FaultPoint): FaultDecision {
    this.beforeRequest(this.requests);
    this.requests += 1;
    const { latencyInMs, answersLost, throttled, tokensRefused } = this.trouble;
    const large = LARGE_OPERATIONS.has(point.operation) ? LARGE_TROUBLE[this.trouble.large] : undefined;
    if (large !== undefined) return this.bad('large items refused', large, point, false);
    const wait = latencyInMs === 0 ? 0 : this.random.between(0, latencyInMs);
    if (this.chance(answersLost)) return this.late(wait, this.bad('answers lost', this.random.pick(LOST), point, this.chance(0.5)));
    if (this.chance(throttled)) return this.late(wait, this.bad('429', { status: 429, headers: this.retryAfter() }, point, false));
    if (this.chance(tokensRefused)) {
      const refusal = { status: 401, code: 'InvalidAuthenticationToken' };
      return this.late(wait, this.bad('401', refusal, point, false));
    }
    return wait === 0 ? 'pass' : this.late(wait, {});
  }

  private bad(what: string, fault: GraphFault, point: FaultPoint, isCommitted: boolean): FaultScript {
    const random = this.random.between(0, 1_000) / 1_000;
    const { clock } = this.world;
    const error = () => graphErrorOf(fault, point, clock.now(), random);
    return this.note(
      what,
      graphScript(fault, isCommitted, (milliseconds) => clock.sleep(milliseconds), error),
    );
  }

  /** A request that has left is carried out in half of all cases when its process dies meanwhile. */
  private late(milliseconds: number, script: FaultScript): FaultScript {
    if (milliseconds === 0) return script;
    const before = async (): Promise<void> => {
      await this.world.clock.sleep(milliseconds);
      await script.before?.();
    };
    return { ...script, before, survives: this.chance(0.5) };
  }

  private retryAfter(): Readonly<Record<string, string>> {
    const forms = retryAfterForms(this.world.clock.now(), this.random.between(1, 121));
    return { ...this.random.pick(forms), ...(this.chance(TENANT_SHARE) ? TENANT_WIDE : {}) };
  }

  private pause(process: WorldProcess): void {
    this.tally.add('pauses');
    process.pause(this.trouble.pauseInMs);
  }

  private loseWork(): void {
    const { blobs } = this.world.account.container('work');
    const names = [...blobs.keys()].filter((name) => name.includes('/batches/'));
    if (names.length === 0) return;
    this.tally.add('work blobs lost');
    blobs.delete(this.random.pick(names));
  }

  private breakLease(): void {
    const names = this.world.account.leases.names();
    if (names.length === 0) return;
    this.tally.add('leases broken');
    this.world.account.leases.break(this.random.pick(names));
  }

  private chance(share: number): boolean {
    return share > 0 && this.calls < MOST_TROUBLED_CALLS && this.random.between(0, 10_000) < share * 10_000;
  }

  private note<T>(what: string, decision: T): T {
    this.tally.add(what);
    return decision;
  }
}
