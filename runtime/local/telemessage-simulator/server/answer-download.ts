import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { type Answer, json } from './answer';
import type { Fault } from './fault-script';
import { contentBytes, type PackageContent, readContent, type ShelvedPackage } from './package-shelf';

/** `GET /v1/packages/{id}/content`: whole or from an offset, only while the content is the listed one. */
export function answerDownload(shelved: ShelvedPackage | undefined, fault: Fault | undefined, request: IncomingMessage): Answer {
  if (shelved === undefined) return json(404, { error: 'no such package' });
  const { content, etag, name } = shelved;
  const condition = request.headers['if-match'];
  if (condition !== undefined && condition !== `"${etag}"`) return json(412, { error: 'the content has changed' });

  const total = contentBytes(content);
  const offset = fault?.kind === 'no-ranges' ? 0 : requestedOffset(request.headers.range);
  if (offset > 0 && offset >= total) return json(416, { error: 'the package ends before that' });
  return {
    status: offset > 0 ? 206 : 200,
    headers: {
      'content-type': name.toLowerCase().endsWith('.eml') ? 'message/rfc822' : 'application/zip',
      'content-length': total - offset + (fault?.kind === 'growing' ? fault.extraBytes : 0),
      etag: `"${etag}"`,
      ...(offset > 0 ? { 'content-range': `bytes ${offset}-${total - 1}/${total}` } : {}),
    },
    send: (response) => sendContent(content, offset, fault, response),
  };
}

function sendContent(content: PackageContent, offset: number, fault: Fault | undefined, response: ServerResponse): void {
  const total = contentBytes(content);
  switch (fault?.kind) {
    case 'truncated': {
      const body = readContent(content, offset, Math.min(total, offset + fault.afterBytes));
      body.once('end', () => setImmediate(() => response.socket?.destroySoon())).pipe(response, { end: false });
      break;
    }
    case 'stalled':
      readContent(content, offset, Math.min(total, offset + fault.afterBytes)).pipe(response, { end: false });
      break;
    case 'growing': {
      const body = readContent(content, offset, total);
      body.once('end', () => response.end(randomBytes(fault.extraBytes))).pipe(response, { end: false });
      break;
    }
    default:
      pipeline(readContent(content, offset, total), response, () => {});
  }
}

/** `bytes=<offset>-`; other ranges are not part of the contract. */
function requestedOffset(header: string | undefined): number {
  const offset = /^bytes=(\d+)-$/.exec(header ?? '')?.[1];
  return offset === undefined ? 0 : Number(offset);
}
