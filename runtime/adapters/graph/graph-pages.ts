import { ExchangeUnavailableError } from '../../ports/exchange-errors';
import { listOf, nextLinkOf } from './graph-copies';
import type { GraphOperation } from './graph-errors';
import type { GraphObject } from './graph-object';
import { type GraphAnswer, jsonOf } from './graph-outcome';
import { belowRoot, type GraphRoot } from './graph-root';

/** A list that never ends is a fault of the service: 100,000 pages are more than any folder or directory has. */
const MAX_PAGES = 100_000;

/**
 * Follows a list page by page, by next links on the configured host only. Throws `ExchangeUnavailableError` for what is no list: an
 * unreadable answer must never look like an empty one.
 */
export async function* pagesOf(
  operation: GraphOperation,
  firstPath: string,
  root: GraphRoot,
  read: (path: string) => Promise<GraphAnswer>,
): AsyncGenerator<readonly GraphObject[]> {
  let path: string | undefined = firstPath;
  for (let count = 0; path !== undefined; count += 1) {
    if (count === MAX_PAGES) throw new ExchangeUnavailableError(operation, `the list did not end after ${MAX_PAGES} pages`);
    const page: GraphObject | undefined = jsonOf(await read(path));
    const entries = listOf(page);
    if (entries === undefined) throw new ExchangeUnavailableError(operation, 'the answer is no list');
    yield entries;
    path = nextPath(operation, path, nextLinkOf(page), root);
  }
}

function nextPath(operation: GraphOperation, path: string, link: string | undefined, root: GraphRoot): string | undefined {
  if (link === undefined) return undefined;
  const next = belowRoot(link, root);
  if (next === undefined) throw new ExchangeUnavailableError(operation, 'the link to the next page leads elsewhere');
  if (next === path) throw new ExchangeUnavailableError(operation, 'the link to the next page leads to the same page');
  return next;
}
