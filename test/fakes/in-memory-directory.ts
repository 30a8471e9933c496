import type { DirectoryUser } from '../../runtime/domain/routing/directory-snapshot';
import type { Directory } from '../../runtime/ports/directory';
import { ExchangeUnavailableError } from '../../runtime/ports/exchange-errors';
import { StorageUnavailableError } from '../../runtime/ports/storage-errors';
import type { FaultGate } from './fault-gate';

const USERS_A_PAGE = 999;

/** The tenant's users; one call a page. */
export class InMemoryDirectory implements Directory {
  list: readonly DirectoryUser[];
  readonly #gate: FaultGate;

  constructor(users: readonly DirectoryUser[], gate: FaultGate) {
    this.list = users;
    this.#gate = gate;
  }

  async *users(signal: AbortSignal): AsyncGenerator<DirectoryUser> {
    for (let from = 0; ; from += USERS_A_PAGE) {
      signal.throwIfAborted();
      const page = await this.#page(from);
      yield* page;
      if (page.length < USERS_A_PAGE) return;
    }
  }

  async #page(from: number): Promise<readonly DirectoryUser[]> {
    try {
      return await this.#gate.run('directory', 'users', String(from), () => this.list.slice(from, from + USERS_A_PAGE));
    } catch (error) {
      if (!(error instanceof StorageUnavailableError)) throw error;
      throw new ExchangeUnavailableError('read directory', 'the answer was lost', { cause: error });
    }
  }
}
