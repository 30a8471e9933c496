import { ActRefusedError } from '../../pipeline/admin/act-refused';
import { auditPage } from './audit/audit-page';
import { NotFoundView } from './errors/error-views';
import { findPage } from './find/find-page';
import { heldPage } from './held/held-page';
import { mailboxesPage } from './mailboxes/mailboxes-page';
import { mappingPage } from './mapping/mapping-page';
import { versionPage } from './mapping/version-page';
import { overviewPage } from './overview/overview-page';
import type { PageCall, PageContent } from './page-call';
import { runPage } from './run/run-page';
import { runsPage } from './runs/runs-page';
import { setupPage } from './setup/setup-page';
import { termsPage } from './setup/terms-page';

type Page = (call: PageCall) => Promise<PageContent>;

/** Each view with its path; `:name` is a part of the path that becomes a parameter. */
const PAGES: readonly (readonly [path: string, page: Page])[] = [
  ['/', overviewPage],
  ['/runs', runsPage],
  ['/runs/:runId', runPage],
  ['/held', heldPage],
  ['/mapping', mappingPage],
  ['/mapping/:number', versionPage],
  ['/mailboxes', mailboxesPage],
  ['/setup', setupPage],
  ['/setup/terms', termsPage],
  ['/audit', auditPage],
  ['/find', findPage],
];

interface FoundPage {
  readonly page: Page;
  readonly params: Readonly<Record<string, string>>;
}

export function pageOfPath(path: string): FoundPage | undefined {
  const parts = path.replace(/\/$/, '').split('/');
  for (const [pattern, page] of PAGES) {
    const params = matchPath(pattern.replace(/\/$/, '').split('/'), parts);
    if (params !== undefined) return { page, params };
  }
  return undefined;
}

function matchPath(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = decoded(part);
    else if (segment !== part) return undefined;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The view of a path; what does not exist has a view too. Errors other than "not found" are the caller's. */
export async function contentOf(call: Omit<PageCall, 'params'>): Promise<PageContent> {
  const found = pageOfPath(call.url.pathname);
  if (found === undefined) return notFound('There is no such page.', call);
  try {
    return await found.page({ ...call, params: found.params });
  } catch (error) {
    if (error instanceof ActRefusedError && error.kind === 'not-found') return notFound(error.message, call);
    throw error;
  }
}

function notFound(text: string, { reader }: Pick<PageCall, 'reader'>): PageContent {
  return { title: 'Not found', section: undefined, main: <NotFoundView text={text} reader={reader} />, status: 404 };
}
