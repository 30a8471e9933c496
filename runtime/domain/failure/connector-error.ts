/**
 * How the pipeline reacts to an error; decided where the error is recognised, never where it is handled.
 *
 * - `retry`: not processed, or safe to repeat. The work goes back to its queue, at the earliest at `retryAt`.
 * - `look-first`: the answer is ambiguous, the effect may have happened. Never repeated without a look by import key.
 * - `hold`: permanent for this delivery or package. It becomes held with `reason`, or failed, and stays visible.
 * - `stop-run`: nothing of this run may go on until someone has looked (service behaviour changed, credential refused).
 */
export type Disposition = 'retry' | 'look-first' | 'hold' | 'stop-run';

export interface ConnectorErrorOptions extends ErrorOptions {
  /** Not before this time; only with disposition `retry` or `look-first`. */
  readonly retryAt?: Date;
}

/** Base of every error that the connector understands. The message says what, on what, why and what to do; it never holds content of an item. */
export abstract class ConnectorError extends Error {
  abstract readonly code: string;
  abstract readonly disposition: Disposition;
  readonly retryAt: Date | undefined;

  constructor(message: string, options?: ConnectorErrorOptions) {
    super(message, options);
    this.retryAt = options?.retryAt;
  }
}
