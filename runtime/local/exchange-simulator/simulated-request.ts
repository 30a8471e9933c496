import type { IncomingHttpHeaders } from 'node:http';
import type { SimulatedExchange } from './simulated-exchange';
import type { Switches } from './switches';

/** A request after its route was found. Parameters are decoded. */
export interface SimulatedRequest {
  readonly exchange: SimulatedExchange;
  readonly switches: Switches;
  readonly now: () => number;
  readonly params: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** `http://127.0.0.1:9000`: next links and upload URLs begin with it. */
  readonly origin: string;
}

export interface SimulatedAnswer {
  readonly status: number;
  /** Sent as JSON; undefined = no body. */
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A parameter that the route's pattern holds. */
export function param(request: SimulatedRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`The route has no parameter "${name}"`);
  return value;
}
