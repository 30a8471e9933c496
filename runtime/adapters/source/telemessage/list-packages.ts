import type { ListedPackage, Listing, SourceWindow } from '../../../ports/source';
import { SourceUnavailableError } from '../../../ports/source-errors';
import { ListingBuilder } from '../package-files';
import { type AnsweredPackage, LISTING_PAGE, type ListingPage, readJson, requireSuccess } from './answers';
import type { Session } from './session';

const PAGE_SIZE = 500;
/** A day has a handful, a year some thousands. A listing beyond this is an attack on memory, not a day. */
const MOST_PACKAGES = 500_000;
const LISTING = 'its listing';

/**
 * Every package that arrived in the window, page by page.
 *
 * The same package on two pages is one. The totals must agree with what came: an answer that lost entries is never a shorter day.
 */
export async function listPackages(session: Session, path: string, window: SourceWindow, signal: AbortSignal): Promise<Listing> {
  const packages = new Map<string, AnsweredPackage>();
  let cursor: string | undefined;
  let total: number | undefined;
  do {
    const page = await readPage(session, listingPath(path, window, cursor), signal);
    if (total !== undefined && page.total !== total) throw contradiction(`its total changed from ${total} to ${page.total}`);
    total = page.total;
    const known = packages.size;
    for (const answered of page.packages) addOnce(packages, answered);
    cursor = page.next ?? undefined;
    // A listing that goes on must bring something: else its pages could go on for ever.
    if (cursor !== undefined && packages.size === known) throw contradiction('a page brings nothing new and names a next one');
    if (packages.size > MOST_PACKAGES) throw contradiction(`it names more than ${MOST_PACKAGES} packages`);
  } while (cursor !== undefined);
  if (packages.size !== total) throw contradiction(`it names ${packages.size} packages and claims ${total}`);
  return toListing([...packages.values()], window);
}

async function readPage(session: Session, path: string, signal: AbortSignal): Promise<ListingPage> {
  const response = await session.send({ method: 'GET', path, headers: {} }, LISTING, signal);
  requireSuccess(response, LISTING);
  return readJson(response, LISTING_PAGE, LISTING);
}

function listingPath(path: string, window: SourceWindow, cursor: string | undefined): string {
  const query = new URLSearchParams({ to: window.to.toISOString(), pageSize: String(PAGE_SIZE) });
  if (window.from !== undefined) query.set('from', window.from.toISOString());
  if (cursor !== undefined) query.set('page', cursor);
  return `${path}?${query}`;
}

function addOnce(packages: Map<string, AnsweredPackage>, answered: AnsweredPackage): void {
  const known = packages.get(answered.id);
  if (known !== undefined && (known.etag !== answered.etag || known.bytes !== answered.bytes || known.name !== answered.name)) {
    throw contradiction('it gives one id to two contents');
  }
  packages.set(answered.id, answered);
}

function contradiction(why: string): SourceUnavailableError {
  return new SourceUnavailableError(LISTING, `the listing contradicts itself: ${why}`);
}

/**
 * A package outside the window is collected all the same: an arrival stamp in the future would otherwise be outside every window for ever.
 */
function toListing(packages: readonly AnsweredPackage[], window: SourceWindow): Listing {
  const listing = new ListingBuilder();
  for (const answered of packages) {
    const { name, arrivedAt } = answered;
    if (!listing.acceptsEnding(name)) continue;
    if (arrivedAt >= window.to || (window.from !== undefined && arrivedAt < window.from)) {
      listing.report('arrival-outside-window', name, `the source lists it, but it arrived at ${arrivedAt.toISOString()}`);
    }
    listing.add(toListed(answered));
  }
  return listing.build();
}

/** The stamp is what a download needs: id and content version. */
function toListed({ id, etag, name, bytes, arrivedAt, modifiedAt }: AnsweredPackage): ListedPackage {
  return { name, bytes, stamp: `${id}/${etag}`, arrivedAt, modifiedAt: modifiedAt ?? arrivedAt };
}
