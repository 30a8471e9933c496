import { createHash, type Hash, randomBytes } from 'node:crypto';
import { badRequest, GraphFailure, itemNotFound } from './graph-failure';
import type { KeptContent } from './simulated-message';
import { graphTime } from './simulated-message';

/** What `createUploadSession` says of the attachment. */
export interface UploadHeader {
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
}

/** An upload under way. Its id and token stand in its URL, which needs and takes no other authorisation. */
export interface UploadSession {
  readonly id: string;
  readonly token: string;
  readonly mailboxId: string;
  readonly messageId: string;
  readonly header: UploadHeader;
  readonly expiresAt: number;
  received: number;
  readonly hash: Hash;
  readonly parts: Buffer[];
  /** Kept in `parts`; otherwise only hashed. */
  readonly isKept: boolean;
}

export interface ContentRange {
  readonly from: number;
  /** Included. */
  readonly to: number;
  readonly total: number;
}

/** `bytes a-b/total`. */
export function parseContentRange(text: string | undefined): ContentRange {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(text ?? '');
  if (match === null) throw badRequest('The Content-Range header is missing or malformed.', 'ErrorInvalidArgument');
  return { from: Number(match[1]), to: Number(match[2]), total: Number(match[3]) };
}

export class UploadSessions {
  readonly #sessions = new Map<string, UploadSession>();

  open(session: Omit<UploadSession, 'received' | 'hash' | 'parts' | 'token'>, token = randomBytes(16).toString('hex')): UploadSession {
    const opened: UploadSession = { ...session, token, received: 0, hash: createHash('sha256'), parts: [] };
    this.#sessions.set(opened.id, opened);
    return opened;
  }

  /** Gone, expired or asked for with another token: all look the same. */
  find(id: string, token: string, now: number): UploadSession {
    const session = this.#sessions.get(id);
    if (session === undefined || session.token !== token || session.expiresAt <= now) throw itemNotFound();
    return session;
  }

  byId(id: string): UploadSession | undefined {
    return this.#sessions.get(id);
  }

  close(session: UploadSession): void {
    this.#sessions.delete(session.id);
  }
}

/** Ranges come in order and without gaps; anything else is 416. */
export function refuseWrongRange(session: UploadSession, range: ContentRange, bytes: number): void {
  if (range.total !== session.header.size)
    throw badRequest('The total of the Content-Range is not the size of the session.', 'ErrorInvalidArgument');
  if (range.to < range.from || range.to - range.from + 1 !== bytes) {
    throw badRequest('The Content-Range does not fit the length of the body.', 'ErrorInvalidArgument');
  }
  if (range.from !== session.received || range.to >= range.total) {
    throw new GraphFailure(416, 'ErrorRangeNotSatisfiable', `The range must begin at ${session.received}.`);
  }
}

export function acceptRange(session: UploadSession, content: Buffer): void {
  session.hash.update(content);
  if (session.isKept) session.parts.push(content);
  session.received += content.length;
}

export function uploadedContent(session: UploadSession): KeptContent {
  return {
    bytes: session.received,
    sha256: session.hash.digest('hex'),
    content: session.isKept ? Buffer.concat(session.parts) : undefined,
  };
}

/** As Outlook writes it: one name begins with a capital letter. */
export function sessionView(session: UploadSession): Record<string, unknown> {
  const isDone = session.received >= session.header.size;
  return { ExpirationDateTime: graphTime(session.expiresAt), nextExpectedRanges: isDone ? [] : [`${session.received}-`] };
}
