import type { DirectoryUser } from '../domain/routing/directory-snapshot';

/** The tenant's users. Throws errors of the Graph table (`retry`, `stop-run`). */
export interface Directory {
  /** All users, page by page. */
  users(signal: AbortSignal): AsyncIterable<DirectoryUser>;
}
