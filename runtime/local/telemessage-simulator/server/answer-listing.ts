import { type Answer, json } from './answer';
import type { Fault } from './fault-script';
import { contentBytes, type PackageShelf, type ShelvedPackage } from './package-shelf';

const LARGEST_PAGE = 1_000;
const DEFAULT_PAGE = 200;

/** `GET /v1/packages`, page by page; the cursor is the number of packages before the page. */
export function answerListing(query: URLSearchParams, shelf: PackageShelf, fault: Fault | undefined): Answer {
  const from = query.get('from');
  const to = query.get('to');
  const pageSize = Number(query.get('pageSize') ?? DEFAULT_PAGE);
  const start = Number(query.get('page') ?? 0);
  const times = [from, to].filter((text) => text !== null).map(Date.parse);
  const isUnusable = times.some(Number.isNaN) || !isWithin(pageSize, 1, LARGEST_PAGE) || !isWithin(start, 0, Number.MAX_SAFE_INTEGER);
  if (isUnusable || to === null) return json(400, { error: 'from and to are UTC times, pageSize is 1 to 1000' });
  if (fault?.kind === 'body') return { status: 200, headers: { 'content-type': 'application/json' }, text: fault.text };

  const everything = fault?.kind === 'empty' ? [] : shelf.arrivedIn(from === null ? undefined : new Date(from), new Date(to));
  const first = fault?.kind === 'repeated' ? Math.max(0, start - 1) : start;
  const hasMore = start + pageSize < everything.length || fault?.kind === 'endless';
  return json(200, {
    total: everything.length + (fault?.kind === 'wrong-total' ? fault.by : 0),
    packages: everything.slice(first, start + pageSize).map((shelved) => withoutField(described(shelved), fault)),
    next: hasMore ? String(start + pageSize) : null,
  });
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function described({ id, name, content, etag, arrivedAt, modifiedAt }: ShelvedPackage): Record<string, unknown> {
  return {
    id,
    name,
    bytes: contentBytes(content),
    etag,
    arrivedAt: arrivedAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
  };
}

function withoutField(shown: Record<string, unknown>, fault: Fault | undefined): Record<string, unknown> {
  if (fault?.kind !== 'missing-field') return shown;
  return Object.fromEntries(Object.entries(shown).filter(([field]) => field !== fault.field));
}
