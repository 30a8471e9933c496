import type { IncomingMessage } from 'node:http';
import type { ListedPackage } from '../../../ports/source';
import { PackageGoneError, SourceUnavailableError } from '../../../ports/source-errors';
import { exactBytes } from '../exact-bytes';
import { mediaType, requireSuccess } from './answers';
import type { Session } from './session';
import { toSourceError } from './transport-errors';

const WHAT = 'a package';
const CONTENT_TYPES = new Set(['application/octet-stream', 'application/zip', 'application/x-zip-compressed', 'message/rfc822']);
/** Not there any more, another content, or shorter than the offset. */
export const GONE_STATUSES: ReadonlySet<number> = new Set([404, 410, 412, 416]);

export interface PackageContent {
  readonly id: string;
  readonly etag: string;
}

export function packageContent(listed: ListedPackage): PackageContent {
  const [id, etag, ...more] = listed.stamp?.split('/') ?? [];
  if (id === undefined || etag === undefined || more.length > 0) {
    throw new PackageGoneError('A package was listed without the id that its download needs; the next listing tells');
  }
  return { id, etag };
}

/** The bytes from `offset` on. `idleTimeInMs`: how long the source may send nothing while we wait for it. */
export async function* downloadPackage(
  session: Session,
  path: string,
  listed: ListedPackage,
  offset: number,
  idleTimeInMs: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  if (offset >= listed.bytes) return;
  const { id, etag } = packageContent(listed);
  const headers = {
    accept: [...CONTENT_TYPES].join(', '),
    'if-match': `"${etag}"`,
    ...(offset > 0 ? { range: `bytes=${offset}-` } : {}),
  };
  const response = await session.send({ method: 'GET', path: path.replaceAll('{id}', id), headers }, WHAT, signal);
  try {
    requireContent(response, listed, offset, etag);
    yield* exactBytes(readChunks(response, idleTimeInMs), listed.bytes - offset);
  } catch (error) {
    signal.throwIfAborted();
    throw toSourceError(error, error instanceof IdleError ? `nothing came for ${idleTimeInMs} ms` : undefined);
  } finally {
    response.destroy();
  }
}

function requireContent(response: IncomingMessage, listed: ListedPackage, offset: number, etag: string): void {
  const { statusCode: status = 0, headers } = response;
  if (GONE_STATUSES.has(status)) throw new PackageGoneError(`A listed package is not there any more or has changed (status ${status})`);
  requireSuccess(response, WHAT);
  const contentType = mediaType(headers['content-type'] ?? '').toLowerCase();
  if (!CONTENT_TYPES.has(contentType)) throw new SourceUnavailableError(WHAT, `its content type is ${contentType}`);
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new SourceUnavailableError(WHAT, 'it came with a content encoding');
  if (headers.etag !== undefined && headers.etag !== `"${etag}"`) throw new PackageGoneError('A package changed after it was listed');
  if (offset > 0 && status !== 206) throw new SourceUnavailableError(WHAT, `it cannot be continued from an offset (status ${status})`);
  if (status === 206) requireRange(headers['content-range'], listed.bytes, offset);
}

function requireRange(header: string | undefined, total: number, offset: number): void {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header ?? '');
  if (range === null || Number(range[1]) !== offset) throw new SourceUnavailableError(WHAT, 'it answered another range than was asked for');
  if (Number(range[3]) !== total) throw new PackageGoneError('A package has another size than was listed; the next listing tells');
}

class IdleError extends Error {
  override readonly name = 'IdleError';
}

/** Reads as fast as the consumer takes; only the waiting for the other side counts as idle. */
async function* readChunks(response: IncomingMessage, idleTimeInMs: number): AsyncGenerator<Buffer> {
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  for (;;) {
    const timer = setTimeout(() => response.destroy(new IdleError()), idleTimeInMs);
    const next = await chunks.next().finally(() => clearTimeout(timer));
    if (next.done === true) return;
    yield next.value;
  }
}
