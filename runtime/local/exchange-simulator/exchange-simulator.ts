import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerControl } from './control-api';
import { FaultRules, seededRandom } from './fault-rules';
import { GraphEndpoint, type SeenRequest } from './graph-endpoint';
import { answerPage } from './mailbox-page';
import { SimulatedExchange } from './simulated-exchange';
import type { SimulatedUser } from './simulated-user';
import { Statistics } from './statistics';
import { changeSwitches, defaultSwitches, type Switches } from './switches';

export interface SimulatorOptions {
  /** 0 = any free port. */
  readonly port?: number;
  /** Keeps the mailboxes there over restarts. */
  readonly dataFolder?: string;
  readonly switches?: Partial<Switches>;
  readonly users?: readonly (Partial<SimulatedUser> & Pick<SimulatedUser, 'id' | 'userPrincipalName'>)[];
  /** Of faults and lags. */
  readonly seed?: number;
  /** Milliseconds; limits, lags and times of creation follow it. */
  readonly now?: () => number;
  /** Sees every Graph request as it came. */
  readonly onRequest?: (seen: SeenRequest) => void;
}

/** Longer than a client's agent keeps its connections, so that the client closes them and never meets a closed one. */
const KEEP_ALIVE_IN_MS = 65_000;

/**
 * The part of Microsoft Graph that the connector uses, as an HTTP server on loopback. Written from what is documented and observed of
 * the service; nothing in it is shared with the connector's own code.
 */
export class ExchangeSimulator {
  readonly switches: Switches;
  readonly exchange: SimulatedExchange;
  readonly statistics = new Statistics();
  readonly faults: FaultRules;
  readonly #server: Server;
  readonly #graph: GraphEndpoint;

  private constructor(options: SimulatorOptions) {
    const random = seededRandom(options.seed ?? 1);
    const now = options.now ?? Date.now;
    this.switches = defaultSwitches();
    changeSwitches(this.switches, options.switches ?? {});
    this.exchange = new SimulatedExchange(this.switches, now, random);
    this.faults = new FaultRules(random);
    const { exchange, switches, faults, statistics } = this;
    this.#graph = new GraphEndpoint({ exchange, switches, faults, statistics, now, onRequest: options.onRequest });
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_IN_MS }, (request, response) => this.#onRequest(request, response));
  }

  static async start(options: SimulatorOptions = {}): Promise<ExchangeSimulator> {
    const simulator = new ExchangeSimulator(options);
    if (options.dataFolder !== undefined) await simulator.exchange.keepIn(options.dataFolder);
    for (const user of options.users ?? []) simulator.exchange.putUser(user);
    await new Promise<void>((resolve, reject) => {
      simulator.#server.once('error', reject);
      simulator.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return simulator;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the connector takes as Graph's root. */
  get url(): string {
    return `${this.origin}/v1.0`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
    this.exchange.close();
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    if (path.startsWith('/v1.0/') || path.startsWith('/attachment-sessions/')) this.#graph.handle(request, response, path, query);
    else if (path.startsWith('/_control/')) answerControl(this, request, response, path, query);
    else answerPage(this.exchange, request, response, path, query);
  }
}
