import type { Clock } from '../../ports/clock';
import type { FunctionApp, HostLog, RegisteredFunction } from './function-app';
import type { HostJson } from './host-json';
import { buildRoutes } from './http-routes';
import { HostHttpServer, PortTakenError } from './http-server';
import type { QueueEndpoint } from './queue-endpoint';
import { QueueTrigger } from './queue-trigger';
import { type Environment, resolveSettings } from './setting-expression';
import type { SignIn } from './sign-in';
import { TimerTrigger } from './timer-trigger';
import { WorkerPool } from './worker-pool';

export const DEFAULT_WORKERS = 16;

/** A handler ends within 8 minutes by its own deadline; whoever stops the host does not wait that long. */
const STOP_LIMIT_IN_MS = 30_000;

export interface FunctionsHostOptions {
  readonly app: FunctionApp;
  readonly hostJson: HostJson;
  /** Application settings, for `%NAME%` in schedules and queue names. */
  readonly env: Environment;
  /** The receiving side of a queue; `connection` is the name of the setting that the trigger names. */
  readonly queue: (name: string, connection: string) => QueueEndpoint;
  readonly clock: Clock;
  readonly log: HostLog;
  readonly signIn: SignIn;
  /** How many queue messages are handled side by side, over all queues. */
  readonly workers: number;
  /** 0 asks for any free port; undefined serves no HTTP. */
  readonly port: number | undefined;
  /** Any free port will do when `port` is taken. */
  readonly isPortFree?: boolean;
  /** Where the pages of the simulated mailboxes come from. */
  readonly mailboxPages?: string | undefined;
}

/** Runs the functions of a bundle as Azure Functions does: queues, timers and HTTP, in this process. */
export class FunctionsHost {
  readonly #options: FunctionsHostOptions;
  readonly #queues: ReadonlyMap<string, QueueTrigger>;
  readonly #timers: ReadonlyMap<string, TimerTrigger>;
  readonly #server: HostHttpServer;

  constructor(options: FunctionsHostOptions) {
    this.#options = options;
    const { app, env, clock, log, hostJson } = options;
    const of = (type: string) => app.functions.filter(({ trigger }) => trigger.type === type);
    const unknown = app.functions.find(({ trigger }) => !['queueTrigger', 'timerTrigger', 'httpTrigger'].includes(trigger.type));
    if (unknown !== undefined) throw new Error(`Function ${unknown.name} has a ${unknown.trigger.type}, which the local host does not run`);
    const workers = new WorkerPool(options.workers);
    this.#queues = new Map(of('queueTrigger').map((fn) => this.#queueTrigger(fn, workers)));
    this.#timers = new Map(of('timerTrigger').map((fn) => [fn.name, new TimerTrigger(fn, env, clock, log)]));
    const routes = buildRoutes(of('httpTrigger'), hostJson.routePrefix);
    const { signIn, mailboxPages } = options;
    this.#server = new HostHttpServer({ routes, signIn, mailboxPages, log });
  }

  /** Answers the port of the HTTP server; undefined when there is none. */
  async start(): Promise<number | undefined> {
    const { port } = this.#options;
    const listening = port === undefined ? undefined : await this.#listen(port);
    for (const queue of this.#queues.values()) queue.start();
    for (const timer of this.#timers.values()) timer.start();
    return listening;
  }

  async #listen(port: number): Promise<number> {
    try {
      return await this.#server.listen(port);
    } catch (error) {
      if (error instanceof PortTakenError && this.#options.isPortFree === true) return this.#server.listen(0);
      throw error;
    }
  }

  /** The functions of this process have sent a message: its queue need not be asked before it is visible, nor later. */
  sent(queue: string, delayInSeconds: number): void {
    this.#queues.get(queue)?.sent(delayInSeconds);
  }

  /** Runs a timer's function now. */
  async runTimer(name: string): Promise<void> {
    const timer = this.#timers.get(name);
    if (timer === undefined) throw new RangeError(`The bundle has no timer named ${name}`);
    await timer.runNow();
  }

  /** Takes nothing new, and lets handlers end; answers false when some had not ended in time. */
  async stop(): Promise<boolean> {
    const { clock, app, port } = this.#options;
    const triggers = [...this.#queues.values(), ...this.#timers.values()].map((trigger) => trigger.stop());
    const ended = Promise.all([...triggers, port === undefined ? undefined : this.#server.close()]).then(() => true);
    const hasEnded = await Promise.race([ended, clock.sleep(STOP_LIMIT_IN_MS).then(() => false)]);
    await app.terminate();
    return hasEnded;
  }

  #queueTrigger(fn: RegisteredFunction, workers: WorkerPool): readonly [queue: string, trigger: QueueTrigger] {
    const { env, queue, clock, log, hostJson } = this.#options;
    const name = resolveSettings(String(fn.trigger['queueName']), env);
    const endpoint = queue(name, String(fn.trigger['connection'] ?? 'AzureWebJobsStorage'));
    return [name, new QueueTrigger({ function: fn, endpoint, rules: hostJson.queues, workers, clock, log })];
  }
}
