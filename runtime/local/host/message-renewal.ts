import type { Clock } from '../../ports/clock';
import type { QueuedMessage, QueueEndpoint } from './queue-endpoint';

/** How long a received message stays hidden unless it is renewed: after a crash it comes back within this time. */
export const VISIBILITY_SECONDS = 60;

const RENEW_AFTER_MS = (VISIBILITY_SECONDS * 1_000) / 2;

/** Keeps a message hidden while its handler runs. */
export class MessageRenewal {
  readonly #endpoint: QueueEndpoint;
  readonly #clock: Clock;
  readonly #id: string;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #receipt: string | undefined;

  constructor(endpoint: QueueEndpoint, message: QueuedMessage, clock: Clock) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#id = message.id;
    this.#receipt = message.receipt;
    this.#running = this.#loop();
  }

  /** Ends the renewals; answers the receipt that is valid now, or undefined when somebody else has the message. */
  async stop(): Promise<string | undefined> {
    this.#stopping.abort();
    await this.#running;
    return this.#receipt;
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await this.#clock.sleep(RENEW_AFTER_MS, signal);
      if (signal.aborted || this.#receipt === undefined) return;
      try {
        this.#receipt = await this.#endpoint.extend(this.#id, this.#receipt, VISIBILITY_SECONDS);
      } catch {
        // Storage does not answer: it is tried again in time, as long as the message is hidden; afterwards the receipt tells.
      }
    }
  }
}
