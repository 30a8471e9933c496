import { ConnectorError } from '../../domain/failure/connector-error';
import type { AdminPorts } from '../../pipeline/admin/admin-ports';
import type { Person } from '../../pipeline/admin/person';
import { forgetRecent } from '../../pipeline/admin/recently';
import { describeError } from '../../pipeline/describe-error';
import type { Assets } from '../assets';
import { textResponse, type WebRequest, type WebResponse } from '../http';
import { FailureView } from './errors/error-views';
import { createReader } from './format/reader';
import type { PageCall, PageContent } from './page-call';
import { contentOf } from './page-routes';
import { documentHtml } from './shell/document';
import { type ShellFacts, shellFacts } from './shell/shell-facts';

export interface PageParts {
  readonly ports: AdminPorts;
  /** Who looks at it: signed in, with a role. */
  readonly person: Person;
  readonly assets: Pick<Assets, 'url'>;
}

const HTML = 'text/html; charset=utf-8';

/** Answers a GET or HEAD of a view. What cannot be read is said inside the frame, with what to do. */
export async function answerPage({ url, headers }: WebRequest, { ports, person, assets }: PageParts): Promise<WebResponse> {
  // After an act, or when a run has ended: what was read a moment ago is known to be old.
  if (headers.has('x-read-again')) forgetRecent(ports);
  const languages = headers.get('accept-language') ?? '';
  const reader = createReader({ person, languages, now: ports.clock.now(), isUtc: url.searchParams.get('zone') === 'utc' });
  const call = { url, reader, ports };
  const [content, facts] = await Promise.all([contentOrFailure(call), factsOrNothing(ports)]);
  return textResponse(content.status ?? 200, HTML, documentHtml({ url, reader, facts, content, assets }));
}

async function contentOrFailure(call: Omit<PageCall, 'params'>): Promise<PageContent> {
  try {
    return await contentOf(call);
  } catch (error) {
    const { url, reader, ports } = call;
    ports.log.error('API operation failed', {
      route: `page:${url.pathname.replace(/[^a-z/-]/g, '').slice(0, 40)}`,
      ...describeError(error),
    });
    const main = <FailureView error={error} again={`${url.pathname}${url.search}`} reader={reader} />;
    return { title: 'Not readable', section: undefined, main, status: error instanceof ConnectorError ? 503 : 500 };
  }
}

/** The frame stands without counts rather than not at all. */
async function factsOrNothing(ports: AdminPorts): Promise<ShellFacts | undefined> {
  try {
    return await shellFacts(ports);
  } catch (error) {
    ports.log.error('API operation failed', { route: 'page:frame', ...describeError(error) });
    return undefined;
  }
}
