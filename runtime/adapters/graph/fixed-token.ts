import type { GraphRoot } from './graph-root';
import type { GraphToken } from './graph-token';

/** The same token always; for a Graph on this machine only. */
export class FixedToken implements GraphToken {
  readonly #token: string;

  /** Throws when the endpoint is not loopback: a fixed token must never leave the machine. */
  constructor(token: string, root: GraphRoot) {
    if (!root.isLoopback) throw new Error(`A fixed token is sent to loopback only, not to "${root.origin}"`);
    this.#token = token;
  }

  async get(): Promise<string> {
    return this.#token;
  }

  refused(): void {
    // There is no other one.
  }
}
