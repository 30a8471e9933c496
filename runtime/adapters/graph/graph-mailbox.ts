import type { CopyKeyKind } from '../../domain/copy/mailbox-copy';
import type {
  AttachmentUpload,
  ExchangeCopy,
  ExchangeMailbox,
  OpenedFolder,
  RequestGate,
  ShownCopy,
  StagedAttachment,
  UploadSession,
} from '../../ports/exchange';
import { AmbiguousAnswerError, CopyGoneError, ExchangeUnavailableError, RequestRefusedError } from '../../ports/exchange-errors';
import { copiesWithKey } from './copies-with-key';
import { CONTENT_END, fileAttachmentStart } from './file-attachment';
import type { GraphConnection } from './graph-connection';
import { attachmentOf, type CopyKey, copyOf, sessionOf, shownCopyOf, uploadUrlOf } from './graph-copies';
import type { GraphOperation } from './graph-errors';
import { graphFolders } from './graph-folders';
import { copyKeys } from './graph-keys';
import type { GraphObject } from './graph-object';
import { type GraphAnswer, jsonOf } from './graph-outcome';
import { pagesOf } from './graph-pages';
import { GraphPath } from './graph-paths';
import { isUploadUrl } from './graph-root';
import { MailboxRequests } from './mailbox-requests';
import { type FolderKind, type FolderRequests, findFolder, openFolder } from './open-folder';

/** One mailbox through Microsoft Graph. Every method is one request, but for folders, lists and keys. */
export class GraphMailbox implements ExchangeMailbox {
  readonly #id: string;
  readonly #connection: GraphConnection;
  readonly #requests: MailboxRequests;
  readonly #folders: FolderRequests;

  constructor(connection: GraphConnection, mailboxId: string, gate: RequestGate) {
    this.#id = mailboxId;
    this.#connection = connection;
    this.#requests = new MailboxRequests(connection, mailboxId, gate);
    this.#folders = graphFolders(mailboxId, this.#requests);
  }

  async probe(): Promise<void> {
    await this.#requests.call('probe', { method: 'GET', path: GraphPath.rootFolder(this.#id) });
  }

  findFolder(kind: FolderKind): Promise<OpenedFolder | undefined> {
    return findFolder(kind, this.#folders);
  }

  openFolder(kind: FolderKind): Promise<OpenedFolder> {
    return openFolder(kind, this.#folders);
  }

  async create(folderId: string, request: Buffer): Promise<ExchangeCopy> {
    const path = GraphPath.messages(this.#id, folderId);
    return expectCopy('create', await this.#requests.call('create', { method: 'POST', path, body: request }));
  }

  async look(folderId: string, key: string, kind: CopyKeyKind): Promise<readonly ExchangeCopy[]> {
    const found: GraphObject[] = [];
    for await (const page of this.#pages('look', GraphPath.messagesWithKey(this.#id, folderId, key, kind))) found.push(...page);
    return copiesWithKey(found, key, kind);
  }

  keys(folderId: string): AsyncIterable<CopyKey> {
    return copyKeys((propertyId) => this.#pages('list-keys', GraphPath.messagesWithProperty(this.#id, folderId, propertyId)));
  }

  async attach(copyId: string, attachment: AttachmentUpload, base64: Buffer): Promise<void> {
    const body = Buffer.concat([Buffer.from(fileAttachmentStart(attachment)), base64, Buffer.from(CONTENT_END)]);
    await this.#requests.call('attach', { method: 'POST', path: GraphPath.attachments(this.#id, copyId), body });
  }

  async openUpload(copyId: string, attachment: AttachmentUpload): Promise<UploadSession> {
    const { name, bytes, contentType, isInline, contentId } = attachment;
    const item = { attachmentType: 'file', name: name.toWellFormed(), size: bytes, contentType, isInline, contentId };
    const body = Buffer.from(JSON.stringify({ AttachmentItem: item }));
    const answer = await this.#requests.call('open-upload', { method: 'POST', path: GraphPath.uploadSession(this.#id, copyId), body });
    const opened = jsonOf(answer);
    const url = uploadUrlOf(opened);
    if (url === undefined) throw new ExchangeUnavailableError('open-upload', 'the answer holds no upload URL');
    this.#refuseOtherUrl(url);
    return sessionOf(opened, url) ?? { url, expiresAt: undefined, nextOffset: 0 };
  }

  async uploadState(url: string): Promise<UploadSession> {
    this.#refuseOtherUrl(url);
    const answer = await this.#requests.upload('upload-state', { method: 'GET', url, headers: {} });
    const session = sessionOf(jsonOf(answer), url);
    if (session === undefined) throw new CopyGoneError('The upload session');
    return session;
  }

  async uploadRange(url: string, offset: number, total: number, content: Buffer): Promise<number | undefined> {
    this.#refuseOtherUrl(url);
    const end = offset + content.length;
    const headers = { 'content-type': 'application/octet-stream', 'content-range': `bytes ${offset}-${end - 1}/${total}` };
    const answer = await this.#requests.upload('upload-range', { method: 'PUT', url, headers, body: content });
    if (answer.status === 201) return undefined;
    const next = sessionOf(jsonOf(answer), url)?.nextOffset ?? end;
    return next < total ? next : undefined;
  }

  async attachments(copyId: string): Promise<readonly StagedAttachment[]> {
    const listed: StagedAttachment[] = [];
    for await (const page of this.#pages('list-attachments', GraphPath.attachmentList(this.#id, copyId))) {
      listed.push(...page.flatMap((attachment) => attachmentOf(attachment) ?? []));
    }
    return listed;
  }

  async move(copyId: string, folderId: string): Promise<ExchangeCopy> {
    const body = Buffer.from(JSON.stringify({ destinationId: folderId }));
    return expectCopy('move', await this.#requests.call('move', { method: 'POST', path: GraphPath.move(this.#id, copyId), body }));
  }

  async show(copyId: string): Promise<ShownCopy> {
    const answer = await this.#requests.call('show', { method: 'GET', path: GraphPath.shownMessage(this.#id, copyId) });
    const shown = shownCopyOf(jsonOf(answer));
    if (shown === undefined) throw new ExchangeUnavailableError('show', 'the answer names no copy');
    return shown;
  }

  async remove(copyId: string): Promise<void> {
    try {
      await this.#requests.call('remove', { method: 'DELETE', path: GraphPath.message(this.#id, copyId) });
    } catch (error) {
      if (!(error instanceof CopyGoneError)) throw error;
    }
  }

  #pages(operation: GraphOperation, path: string): AsyncGenerator<readonly GraphObject[]> {
    return pagesOf(operation, path, this.#connection.root, (next) => this.#requests.call(operation, { method: 'GET', path: next }));
  }

  /** An upload URL comes from an answer, and later from our own store: neither may send content to where no Exchange is. */
  #refuseOtherUrl(url: string): void {
    if (!isUploadUrl(url, this.#connection.root)) throw new RequestRefusedError('open-upload', 0, 'UploadUrlNotAllowed');
  }
}

/** A success that cannot be read says nothing of where the copy is. */
function expectCopy(operation: 'create' | 'move', answer: GraphAnswer): ExchangeCopy {
  const copy = copyOf(jsonOf(answer));
  if (copy === undefined) throw new AmbiguousAnswerError(operation, `${answer.status}, but the answer names no copy`);
  return copy;
}
