import type { ConnectorError } from '../../domain/failure/connector-error';
import type { RequestGate } from '../../ports/exchange';
import { ExchangeUnavailableError, MailboxThrottledError, TenantThrottledError, TokenRefusedError } from '../../ports/exchange-errors';
import { failedAnswer } from './failed-answer';
import type { GraphCall, GraphConnection, UploadCall } from './graph-connection';
import { type GraphOperation, graphError, lostAnswerError } from './graph-errors';
import type { GraphAnswer, GraphOutcome } from './graph-outcome';

/** A request, its waits for admission and for a token included: nothing of ours is on its way any longer than this. */
const MAX_REQUEST_LIFE_IN_MS = 30_000;

type Send = (endsAt: number) => Promise<GraphOutcome>;

/** The requests of one mailbox: each passes the gate, lives 30 s at most, and ends with a success or an error of the table. */
export class MailboxRequests {
  readonly #connection: GraphConnection;
  readonly #mailboxId: string;
  readonly #gate: RequestGate;
  #throttledTries = 0;

  constructor(connection: GraphConnection, mailboxId: string, gate: RequestGate) {
    this.#connection = connection;
    this.#mailboxId = mailboxId;
    this.#gate = gate;
  }

  /** `accepted`: a status outside of 2xx that is an answer too. */
  async call(operation: GraphOperation, call: GraphCall, accepted?: number): Promise<GraphAnswer> {
    const send: Send = (endsAt) => this.#connection.call(call, endsAt);
    const bytes = call.body?.length ?? 0;
    const endsAt = performance.now() + MAX_REQUEST_LIFE_IN_MS;
    try {
      return await this.#once(operation, send, bytes, endsAt, accepted);
    } catch (error) {
      // The token was given back; what Graph refused for its token was not processed, so the same request is sent with a new one.
      if (!(error instanceof TokenRefusedError)) throw error;
      return await this.#once(operation, send, bytes, endsAt, accepted);
    }
  }

  upload(operation: GraphOperation, call: UploadCall): Promise<GraphAnswer> {
    const send: Send = (endsAt) => this.#connection.upload(call, endsAt);
    return this.#once(operation, send, call.body?.length ?? 0, performance.now() + MAX_REQUEST_LIFE_IN_MS);
  }

  async #once(operation: GraphOperation, send: Send, bytes: number, endsAt: number, accepted?: number): Promise<GraphAnswer> {
    const release = await this.#admit(operation, bytes, endsAt);
    let outcome: GraphOutcome;
    try {
      outcome = await send(endsAt);
    } finally {
      release();
    }
    if (outcome.kind === 'answer' && (Math.floor(outcome.status / 100) === 2 || outcome.status === accepted)) {
      this.#throttledTries = 0;
      return outcome;
    }
    throw this.#errorOf(operation, bytes, outcome);
  }

  async #admit(operation: GraphOperation, bytes: number, endsAt: number): Promise<() => void> {
    const giveUp = new AbortController();
    // Not AbortSignal.timeout: its timers live on for 30 s after every request.
    const timer = setTimeout(() => giveUp.abort(), Math.max(0, endsAt - performance.now()));
    try {
      return await this.#gate.admit(bytes, giveUp.signal);
    } catch (error) {
      if (giveUp.signal.aborted) throw new ExchangeUnavailableError(operation, 'it was not admitted in time', { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #errorOf(operation: GraphOperation, bytes: number, outcome: GraphOutcome): ConnectorError {
    if (outcome.kind === 'lost') return lostAnswerError(operation, outcome.why, outcome.wasSent);
    if (outcome.kind === 'no-token') {
      return outcome.isRefused ? new TokenRefusedError() : new ExchangeUnavailableError(operation, `no token: ${outcome.why}`);
    }
    const request = { operation, mailboxId: this.#mailboxId, bytes, throttledTries: this.#throttledTries };
    const error = graphError(failedAnswer(outcome, request, new Date(), Math.random()));
    if ((error instanceof MailboxThrottledError || error instanceof TenantThrottledError) && error.retryAt !== undefined) {
      this.#throttledTries += 1;
      this.#gate.throttled(error.retryAt);
    }
    return error;
  }
}
