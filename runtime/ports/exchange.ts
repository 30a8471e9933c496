import type { CopyKeyKind } from '../domain/copy/mailbox-copy';

/**
 * Keeps the limits of one mailbox. The adapter asks before every request to it, of any kind, and reports what Exchange says.
 */
export interface RequestGate {
  /**
   * Resolves when the request may be sent; the caller ends the admission when the answer is there.
   * Throws `MailboxThrottledError` instead of waiting for more than a few seconds. `bytes`: length of the request body.
   */
  admit(bytes: number, signal: AbortSignal): Promise<() => void>;
  /** Exchange answered 429: nothing more is sent to this mailbox before `until`. */
  throttled(until: Date): void;
}

/** A copy as Exchange shows it. What Exchange left out is undefined. */
export interface ExchangeCopy {
  /** Immutable id. */
  readonly id: string;
  readonly isDraft: boolean | undefined;
  readonly sentAt: Date | undefined;
  readonly receivedAt: Date | undefined;
  readonly folderId: string | undefined;
  readonly createdAt: Date | undefined;
}

/** A copy with what only a probe asks for. */
export interface ShownCopy extends ExchangeCopy {
  readonly isRead: boolean | undefined;
  /** PidTagMessageClass. */
  readonly itemClass: string | undefined;
  /** Address of the sender. */
  readonly from: string | undefined;
  /** Addresses of the recipients in `to`. */
  readonly to: readonly string[];
}

export interface OpenedFolder {
  readonly id: string;
  readonly displayName: string;
  /** `found` also when another worker made it at the same moment. */
  readonly how: 'found' | 'created';
  /** It no longer has its own name: the user renamed it. It is used all the same. */
  readonly isRenamed: boolean;
}

export interface UploadSession {
  /** Pre-authorised; used as it is, and never with our token. */
  readonly url: string;
  readonly expiresAt: Date | undefined;
  /** The next byte that Exchange expects. */
  readonly nextOffset: number;
}

export interface StagedAttachment {
  readonly name: string;
  /** As Exchange counts it: the content and a little more. */
  readonly bytes: number;
}

export interface AttachmentUpload {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly isInline: boolean;
  readonly contentId: string | undefined;
}

/**
 * One mailbox of the tenant. Every call lives 30 s at most and goes through the gate; nothing is repeated by the adapter itself, but for
 * one new token after a 401. Errors: `exchange-errors.ts`, classified per operation in `adapters/graph/graph-errors.ts`.
 */
export interface ExchangeMailbox {
  /** By its tag, then by its name under the mailbox's root; undefined when there is none. At most 3 requests. */
  findFolder(kind: 'archive' | 'staging'): Promise<OpenedFolder | undefined>;
  /** Finds or creates it (tagged; staging is hidden). At most 6 requests in all. */
  openFolder(kind: 'archive' | 'staging'): Promise<OpenedFolder>;
  /** Sends a ready request. Ambiguous answers throw `AmbiguousAnswerError`. */
  create(folderId: string, request: Buffer): Promise<ExchangeCopy>;
  /** Copies in this folder that carry exactly this key, oldest first. */
  look(folderId: string, key: string, kind: CopyKeyKind): Promise<readonly ExchangeCopy[]>;
  /** Every copy of the folder with its key, page by page: for the rebuild of a lost ledger. */
  keys(
    folderId: string,
  ): AsyncIterable<{ readonly id: string; readonly key: string; readonly kind: CopyKeyKind; readonly itemId: string | undefined }>;
  attach(copyId: string, attachment: AttachmentUpload, base64: Buffer): Promise<void>;
  openUpload(copyId: string, attachment: AttachmentUpload): Promise<UploadSession>;
  uploadState(url: string): Promise<UploadSession>;
  /** Sends bytes `[offset, offset + content.length)`; answers the next offset, or undefined when the attachment is complete. */
  uploadRange(url: string, offset: number, total: number, content: Buffer): Promise<number | undefined>;
  attachments(copyId: string): Promise<readonly StagedAttachment[]>;
  move(copyId: string, folderId: string): Promise<ExchangeCopy>;
  /** One copy by its id, as it is now: for a probe. */
  show(copyId: string): Promise<ShownCopy>;
  /** Only for a copy that this connector made and does not need. Gone already is no error. */
  remove(copyId: string): Promise<void>;
  /** Is there a mailbox that opens? Throws the error that says why not. */
  probe(): Promise<void>;
}

export interface Exchange {
  mailbox(mailboxId: string, gate: RequestGate): ExchangeMailbox;
}
