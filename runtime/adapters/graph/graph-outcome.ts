import type { IncomingHttpHeaders } from 'node:http';

/** A whole answer, whatever its status. */
export interface GraphAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** No answer, or no whole one. `wasSent`: the request may have reached the service. */
export interface LostAnswer {
  readonly kind: 'lost';
  readonly wasSent: boolean;
  /** A fixed text or a code of the system; never content. */
  readonly why: string;
}

/** Nothing was sent for want of a token. `isRefused`: the authority refuses us, waiting does not help. */
export interface NoToken {
  readonly kind: 'no-token';
  readonly isRefused: boolean;
  readonly why: string;
}

export type GraphOutcome = GraphAnswer | LostAnswer | NoToken;

/** The body as JSON; undefined when it is none, or no object. */
export function jsonOf({ body }: GraphAnswer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
