import { ExtendedProperty } from '../../runtime/adapters/graph/extended-properties';
import { type FolderKind, type FolderRequests, findFolder, openFolder } from '../../runtime/adapters/graph/open-folder';
import type { CopyKeyKind } from '../../runtime/domain/copy/mailbox-copy';
import type {
  AttachmentUpload,
  Exchange,
  ExchangeCopy,
  ExchangeMailbox,
  OpenedFolder,
  RequestGate,
  ShownCopy,
  StagedAttachment,
  UploadSession,
} from '../../runtime/ports/exchange';
import {
  AmbiguousAnswerError,
  AttachmentSizeError,
  ExchangeUnavailableError,
  ItemTooLargeError,
  MailboxThrottledError,
  RequestTooLargeError,
  TenantThrottledError,
} from '../../runtime/ports/exchange-errors';
import { StorageUnavailableError } from '../../runtime/ports/storage-errors';
import type { FaultGate } from './fault-gate';
import type { HeldCopy, HeldUpload, InMemoryExchangeStore, InMemoryMailbox } from './in-memory-exchange-store';

/** Name of this fake at a `FaultPoint`; its operations are the keys of `LOST`. */
export const EXCHANGE = 'exchange';

const MEBIBYTE = 1024 * 1024;
const MAX_REQUEST_BYTES = 4 * MEBIBYTE;
const SESSION_MIN_BYTES = 3 * MEBIBYTE;
const SESSION_LENGTH_IN_MS = 60 * 60_000;
const COPIES_A_PAGE = 100;
/** Its wait for admission included. */
const REQUEST_LIFE_IN_MS = 30_000;

/** What a lost answer means: writes may have happened, reads and what can be repeated may be read again. */
const LOST: Readonly<Record<string, typeof AmbiguousAnswerError | typeof ExchangeUnavailableError>> = {
  'find-folder': ExchangeUnavailableError,
  'create-folder': ExchangeUnavailableError,
  create: AmbiguousAnswerError,
  look: ExchangeUnavailableError,
  keys: ExchangeUnavailableError,
  attach: AmbiguousAnswerError,
  'open-upload': ExchangeUnavailableError,
  'upload-state': ExchangeUnavailableError,
  'upload-range': AmbiguousAnswerError,
  attachments: ExchangeUnavailableError,
  move: AmbiguousAnswerError,
  show: ExchangeUnavailableError,
  remove: ExchangeUnavailableError,
  probe: ExchangeUnavailableError,
};

/** One process's way to Exchange: same answers and errors as the Graph adapter, no network, no time of its own. */
export class InMemoryExchange implements Exchange {
  readonly #store: InMemoryExchangeStore;
  readonly #gate: FaultGate;
  /** Ends the requests on their way: the service is done with them also when their process dies. */
  readonly #underWay = new Set<() => void>();

  constructor(store: InMemoryExchangeStore, gate: FaultGate) {
    this.#store = store;
    this.#gate = gate;
    gate.death.then(() => {
      for (const end of this.#underWay) end();
    }, undefined);
  }

  mailbox(mailboxId: string, gate: RequestGate): ExchangeMailbox {
    return new InMemoryExchangeMailbox(this.#store.mailbox(mailboxId), this.#gate, gate, this.#underWay);
  }
}

class InMemoryExchangeMailbox implements ExchangeMailbox {
  readonly #mailbox: InMemoryMailbox;
  readonly #faults: FaultGate;
  readonly #gate: RequestGate;
  readonly #folders: FolderRequests;
  readonly #underWay: Set<() => void>;

  constructor(mailbox: InMemoryMailbox, faults: FaultGate, gate: RequestGate, underWay: Set<() => void>) {
    this.#mailbox = mailbox;
    this.#underWay = underWay;
    this.#faults = faults;
    this.#gate = gate;
    this.#folders = {
      tagged: (kind) => this.#run('find-folder', kind, 0, () => mailbox.tagged(kind)),
      named: (name) => this.#run('find-folder', name, 0, () => mailbox.named(name)),
      create: (kind) => this.#run('create-folder', kind, 64, () => mailbox.create(kind)),
    };
  }

  findFolder(kind: FolderKind): Promise<OpenedFolder | undefined> {
    return findFolder(kind, this.#folders);
  }

  openFolder(kind: FolderKind): Promise<OpenedFolder> {
    return openFolder(kind, this.#folders);
  }

  create(folderId: string, request: Buffer): Promise<ExchangeCopy> {
    return this.#run('create', folderId, request.length, () => {
      if (request.length > MAX_REQUEST_BYTES) throw new RequestTooLargeError(request.length);
      return answered(this.#mailbox.addCopy(folderId, request));
    });
  }

  look(folderId: string, key: string, kind: CopyKeyKind): Promise<readonly ExchangeCopy[]> {
    return this.#run('look', folderId, 0, () => this.#mailbox.withKey(folderId, key, kind).map(answered));
  }

  async *keys(folderId: string): AsyncGenerator<{ id: string; key: string; kind: CopyKeyKind; itemId: string | undefined }> {
    for (let from = 0; ; from += COPIES_A_PAGE) {
      const page = await this.#run('keys', folderId, 0, () => {
        this.#mailbox.expectFolder(folderId);
        return this.#mailbox.in(folderId).slice(from, from + COPIES_A_PAGE);
      });
      yield* page.flatMap(keysOf);
      if (page.length < COPIES_A_PAGE) return;
    }
  }

  attach(copyId: string, attachment: AttachmentUpload, base64: Buffer): Promise<void> {
    return this.#run('attach', copyId, base64.length, () => {
      if (base64.length > MAX_REQUEST_BYTES) throw new RequestTooLargeError(base64.length);
      const { name, contentType, isInline } = attachment;
      this.#mailbox.expectCopy(copyId).attachments.push({ name, contentType, isInline, content: Buffer.from(base64.toString(), 'base64') });
    });
  }

  openUpload(copyId: string, attachment: AttachmentUpload): Promise<UploadSession> {
    return this.#run('open-upload', copyId, 128, () => {
      const { clock } = this.#mailbox.store;
      this.#mailbox.expectCopy(copyId);
      if (attachment.bytes < SESSION_MIN_BYTES) throw new AttachmentSizeError('An upload session takes attachments of 3 MB and more');
      if (attachment.bytes > 150 * MEBIBYTE) throw new ItemTooLargeError(this.#mailbox.id);
      const url = `https://uploads.contoso.example/${this.#mailbox.store.nextId('session')}`;
      const expiresAt = new Date(clock.now().getTime() + SESSION_LENGTH_IN_MS);
      const upload: HeldUpload = { url, copyId, attachment, expiresAt, received: 0, parts: [] };
      this.#mailbox.uploads.set(url, upload);
      return sessionOf(upload);
    });
  }

  uploadState(url: string): Promise<UploadSession> {
    return this.#run('upload-state', url, 0, () => sessionOf(this.#mailbox.expectUpload(url)));
  }

  uploadRange(url: string, offset: number, total: number, content: Buffer): Promise<number | undefined> {
    return this.#run('upload-range', url, content.length, () => {
      const upload = this.#mailbox.expectUpload(url);
      const copy = this.#mailbox.expectCopy(upload.copyId);
      if (offset !== upload.received) throw new AmbiguousAnswerError('send range', '416: another range is expected');
      upload.parts.push(Buffer.from(content));
      upload.received += content.length;
      if (upload.received < total) return upload.received;
      const { name, contentType, isInline } = upload.attachment;
      copy.attachments.push({ name, contentType, isInline, content: Buffer.concat(upload.parts) });
      this.#mailbox.uploads.delete(url);
      return undefined;
    });
  }

  attachments(copyId: string): Promise<readonly StagedAttachment[]> {
    return this.#run('attachments', copyId, 0, () =>
      this.#mailbox.expectCopy(copyId).attachments.map(({ name, content }) => ({ name, bytes: content.length })),
    );
  }

  move(copyId: string, folderId: string): Promise<ExchangeCopy> {
    return this.#run('move', copyId, 64, () => {
      const copy = this.#mailbox.expectCopy(copyId);
      this.#mailbox.expectFolder(folderId);
      this.#mailbox.moveCopy(copy, folderId);
      return answered(copy);
    });
  }

  show(copyId: string): Promise<ShownCopy> {
    return this.#run('show', copyId, 0, () => {
      const copy = this.#mailbox.expectCopy(copyId);
      const { isRead, from, to, properties } = copy;
      return { ...answered(copy), isRead, itemClass: properties.get(ExtendedProperty.MessageClass), from, to };
    });
  }

  async remove(copyId: string): Promise<void> {
    await this.#run('remove', copyId, 0, () => this.#mailbox.removeCopy(copyId));
  }

  async probe(): Promise<void> {
    await this.#run('probe', '', 0, () => undefined);
  }

  /** One request: the connector's own gate, then the service's limits, then the effect; faults stand around it. */
  async #run<T>(operation: string, target: string, bytes: number, effect: () => T): Promise<T> {
    const { limits, store } = this.#mailbox;
    const asked = store.clock.now().getTime();
    const release = await this.#gate.admit(bytes, new AbortController().signal);
    // A dead process sends nothing: its code may still run until its next call.
    if (this.#faults.isDead) return new Promise(() => {});
    const now = store.clock.now().getTime();
    if (now - asked >= REQUEST_LIFE_IN_MS) {
      release();
      throw new ExchangeUnavailableError(operation, 'it was not admitted in time');
    }
    const refusal = limits.begin(now, bytes);
    const end = () => this.#underWay.delete(end) && limits.end();
    this.#underWay.add(end);
    try {
      return await this.#faults.run(EXCHANGE, operation, `${this.#mailbox.id}/${target}`, () => {
        store.count(operation);
        const refused = this.#mailbox.refusal?.(operation);
        if (refused !== undefined) throw refused;
        const until = this.#mailbox.throttleNext;
        this.#mailbox.throttleNext = undefined;
        if (until !== undefined) throw this.#throttled(until);
        if (refusal !== undefined && store.throttles) throw this.#throttled(new Date(now + refusal.retryAfterInMs));
        return effect();
      });
    } catch (error) {
      // As the Graph adapter does with every 429, whoever answered it.
      if (error instanceof MailboxThrottledError || error instanceof TenantThrottledError)
        this.#gate.throttled(error.retryAt ?? store.clock.now());
      if (!(error instanceof StorageUnavailableError)) throw error;
      const Lost = LOST[operation] ?? ExchangeUnavailableError;
      throw new Lost(operation, 'the answer was lost', { cause: error });
    } finally {
      end();
      release();
    }
  }

  #throttled(until: Date): MailboxThrottledError {
    return new MailboxThrottledError(this.#mailbox.id, until);
  }
}

function answered(copy: HeldCopy): ExchangeCopy {
  const { id, isDraft, sentAt, receivedAt, folderId, createdAt } = copy;
  return { id, isDraft, sentAt, receivedAt, folderId, createdAt };
}

function keysOf({ id, properties }: HeldCopy) {
  const itemId = properties.get(ExtendedProperty.ItemId);
  const keys: { id: string; key: string; kind: CopyKeyKind; itemId: string | undefined }[] = [];
  const importKey = properties.get(ExtendedProperty.ImportKey);
  const stubKey = properties.get(ExtendedProperty.StubKey);
  if (importKey !== undefined) keys.push({ id, key: importKey, kind: 'import', itemId });
  if (stubKey !== undefined) keys.push({ id, key: stubKey, kind: 'stub', itemId });
  return keys;
}

const sessionOf = ({ url, expiresAt, received }: HeldUpload): UploadSession => ({ url, expiresAt, nextOffset: received });
