import { ExtendedProperty, keyProperty } from '../../runtime/adapters/graph/extended-properties';
import { FOLDER_NAMES, type FolderKind, type ListedFolder } from '../../runtime/adapters/graph/open-folder';
import type { CopyKeyKind } from '../../runtime/domain/copy/mailbox-copy';
import type { ConnectorError } from '../../runtime/domain/failure/connector-error';
import { MAILBOX_LIMITS, MailboxLimits, noViolations } from '../../runtime/local/exchange-simulator/mailbox-limits';
import type { Clock } from '../../runtime/ports/clock';
import type { AttachmentUpload } from '../../runtime/ports/exchange';
import { CopyGoneError, FolderGoneError } from '../../runtime/ports/exchange-errors';

const DRAFT_FLAG = 0x8;
const READ_FLAG = 0x1;

interface RequestAddress {
  readonly emailAddress: { readonly name: string; readonly address: string };
}

/** What a create asks for, as the bytes of the request say it. */
interface CreateRequest {
  readonly subject: string;
  readonly body: { readonly contentType: string; readonly content: string };
  readonly from: RequestAddress;
  readonly toRecipients: readonly RequestAddress[];
  readonly ccRecipients: readonly RequestAddress[];
  readonly isRead?: boolean;
  readonly attachments?: readonly HeldRequestAttachment[];
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
}

interface HeldRequestAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentBytes: string;
}

export interface HeldAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly content: Buffer;
}

/** A copy as it lies in a mailbox, for assertions. */
export interface HeldCopy {
  readonly id: string;
  readonly mailboxId: string;
  folderId: string;
  readonly createdAt: Date;
  /** From when on a look by key sees it. */
  visibleAt: number;
  readonly subject: string;
  readonly body: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Everybody it names, sender first, as `name <address>`. */
  readonly people: readonly string[];
  readonly isDraft: boolean;
  readonly isRead: boolean;
  readonly sentAt: Date;
  readonly receivedAt: Date;
  readonly properties: ReadonlyMap<string, string>;
  readonly attachments: HeldAttachment[];
}

interface HeldFolder {
  readonly id: string;
  displayName: string;
  readonly tag: FolderKind | undefined;
  readonly isHidden: boolean;
  /** Not under the root: the listing does not show it, its id still works. */
  isNested: boolean;
}

export interface HeldUpload {
  readonly url: string;
  readonly copyId: string;
  readonly attachment: AttachmentUpload;
  readonly expiresAt: Date;
  received: number;
  readonly parts: Buffer[];
}

export interface InMemoryExchangeOptions {
  /** How long a new copy stays unseen by looks; called once a create. */
  readonly lagInMs?: (mailboxId: string) => number;
  /** Answers 429 as Exchange does; violations are counted either way. */
  readonly throttles?: boolean;
}

/** One mailbox as the service keeps it. */
export class InMemoryMailbox {
  readonly folders = new Map<string, HeldFolder>();
  readonly uploads = new Map<string, HeldUpload>();
  readonly limits: MailboxLimits;
  /** Thrown by every request to this mailbox: outside the scope, full, gone ... */
  refusal: ((operation: string) => ConnectorError | undefined) | undefined;
  /** The next request is answered 429 with this time. */
  throttleNext: Date | undefined;

  readonly #copies = new Map<string, HeldCopy>();
  readonly #byFolder = new Map<string, Set<HeldCopy>>();
  /** `<property>\n<value>` of the two key properties. */
  readonly #byKey = new Map<string, Set<HeldCopy>>();

  constructor(
    readonly id: string,
    readonly store: InMemoryExchangeStore,
  ) {
    this.limits = new MailboxLimits(MAILBOX_LIMITS, store.violations);
  }

  get copies(): ReadonlyMap<string, HeldCopy> {
    return this.#copies;
  }

  tagged(kind: FolderKind): ListedFolder[] {
    return this.#listed((folder) => folder.tag === kind);
  }

  named(name: string): ListedFolder[] {
    return this.#listed((folder) => folder.displayName.toLowerCase() === name.toLowerCase());
  }

  create(kind: FolderKind): ListedFolder | 'exists' {
    if (this.named(FOLDER_NAMES[kind]).length > 0) return 'exists';
    const folder = this.addFolder(FOLDER_NAMES[kind], kind);
    return { id: folder.id, displayName: folder.displayName, tag: kind, itemCount: 0 };
  }

  addFolder(displayName: string, tag?: FolderKind): HeldFolder {
    const folder: HeldFolder = { id: this.store.nextId('folder'), displayName, tag, isHidden: tag === 'staging', isNested: false };
    this.folders.set(folder.id, folder);
    return folder;
  }

  /** The user deletes a folder with all that is in it. */
  deleteFolder(id: string): void {
    for (const copy of this.in(id)) this.removeCopy(copy.id);
    this.folders.delete(id);
  }

  addCopy(folderId: string, request: Buffer): HeldCopy {
    this.expectFolder(folderId);
    return this.hold(heldCopy(this, folderId, JSON.parse(request.toString()) as CreateRequest));
  }

  /** A copy as it is, wherever it comes from. */
  hold(copy: HeldCopy): HeldCopy {
    this.#copies.set(copy.id, copy);
    addTo(this.#byFolder, copy.folderId, copy);
    for (const key of keysOf(copy)) addTo(this.#byKey, key, copy);
    return copy;
  }

  moveCopy(copy: HeldCopy, folderId: string): void {
    this.#byFolder.get(copy.folderId)?.delete(copy);
    copy.folderId = folderId;
    addTo(this.#byFolder, folderId, copy);
  }

  /** One that is gone already is no error. */
  removeCopy(id: string): void {
    const copy = this.#copies.get(id);
    if (copy === undefined) return;
    this.#copies.delete(id);
    this.#byFolder.get(copy.folderId)?.delete(copy);
    for (const key of keysOf(copy)) this.#byKey.get(key)?.delete(copy);
  }

  /** Oldest first. */
  withKey(folderId: string, key: string, kind: CopyKeyKind): HeldCopy[] {
    this.expectFolder(folderId);
    const now = this.store.clock.now().getTime();
    const found = this.#byKey.get(`${keyProperty(kind)}\n${key}`) ?? [];
    return [...found].filter((copy) => copy.folderId === folderId && copy.visibleAt <= now);
  }

  in(folderId: string): HeldCopy[] {
    return [...(this.#byFolder.get(folderId) ?? [])];
  }

  expectFolder(folderId: string): void {
    if (!this.folders.has(folderId)) throw new FolderGoneError(this.id);
  }

  expectCopy(copyId: string): HeldCopy {
    const copy = this.#copies.get(copyId);
    if (copy === undefined) throw new CopyGoneError('The staged copy');
    return copy;
  }

  expectUpload(url: string): HeldUpload {
    const upload = this.uploads.get(url);
    if (upload === undefined || upload.expiresAt <= this.store.clock.now()) throw new CopyGoneError('The upload session');
    return upload;
  }

  #listed(wanted: (folder: HeldFolder) => boolean): ListedFolder[] {
    const folders = [...this.folders.values()].filter((folder) => !folder.isNested && wanted(folder));
    return folders.map(({ id, displayName, tag }) => ({ id, displayName, tag, itemCount: this.#byFolder.get(id)?.size ?? 0 }));
  }
}

/** Exchange Online as all processes of a test see it. Mailboxes are there as soon as somebody asks for them. */
export class InMemoryExchangeStore {
  readonly violations = noViolations();
  readonly throttles: boolean;
  /** Requests carried out, by operation. */
  readonly requests = new Map<string, number>();
  readonly #mailboxes = new Map<string, InMemoryMailbox>();
  readonly #lagInMs: (mailboxId: string) => number;
  #ids = 0;

  constructor(
    readonly clock: Clock,
    options: InMemoryExchangeOptions = {},
  ) {
    this.#lagInMs = options.lagInMs ?? (() => 0);
    this.throttles = options.throttles ?? false;
  }

  mailbox(id: string): InMemoryMailbox {
    let mailbox = this.#mailboxes.get(id);
    if (mailbox === undefined) {
      mailbox = new InMemoryMailbox(id, this);
      this.#mailboxes.set(id, mailbox);
    }
    return mailbox;
  }

  get mailboxes(): InMemoryMailbox[] {
    return [...this.#mailboxes.values()];
  }

  /** What lies in the archive folders, whatever they are called by now. */
  archived(mailboxId?: string): HeldCopy[] {
    return this.#inFolders('archive', mailboxId);
  }

  /** What was left half made. */
  staged(mailboxId?: string): HeldCopy[] {
    return this.#inFolders('staging', mailboxId);
  }

  lagInMs(mailboxId: string): number {
    return this.#lagInMs(mailboxId);
  }

  nextId(what: string): string {
    this.#ids += 1;
    return `${what}-${this.#ids}`;
  }

  count(operation: string): void {
    this.requests.set(operation, (this.requests.get(operation) ?? 0) + 1);
  }

  #inFolders(kind: FolderKind, mailboxId: string | undefined): HeldCopy[] {
    const mailboxes = mailboxId === undefined ? this.mailboxes : [this.mailbox(mailboxId)];
    const isOurs = (folder: HeldFolder | undefined) =>
      folder !== undefined && (folder.tag === kind || folder.displayName.toLowerCase() === FOLDER_NAMES[kind].toLowerCase());
    return mailboxes.flatMap(({ copies, folders }) => [...copies.values()].filter((copy) => isOurs(folders.get(copy.folderId))));
  }
}

function keysOf({ properties }: HeldCopy): string[] {
  return (['import', 'stub'] as const).flatMap((kind) => {
    const key = properties.get(keyProperty(kind));
    return key === undefined ? [] : [`${keyProperty(kind)}\n${key}`];
  });
}

function addTo(sets: Map<string, Set<HeldCopy>>, name: string, copy: HeldCopy): void {
  const set = sets.get(name);
  if (set === undefined) sets.set(name, new Set([copy]));
  else set.add(copy);
}

function heldCopy(mailbox: InMemoryMailbox, folderId: string, request: CreateRequest): HeldCopy {
  const { store } = mailbox;
  const createdAt = store.clock.now();
  const properties = new Map((request.singleValueExtendedProperties ?? []).map(({ id, value }) => [id, value]));
  const flags = Number(properties.get(ExtendedProperty.MessageFlags) ?? DRAFT_FLAG);
  return {
    id: store.nextId('copy'),
    mailboxId: mailbox.id,
    folderId,
    createdAt,
    visibleAt: createdAt.getTime() + store.lagInMs(mailbox.id),
    subject: request.subject,
    body: request.body.content,
    from: request.from.emailAddress.address,
    to: request.toRecipients.map(({ emailAddress }) => emailAddress.address),
    people: [request.from, ...request.toRecipients, ...request.ccRecipients].map(shownPerson),
    isDraft: (flags & DRAFT_FLAG) !== 0,
    isRead: request.isRead ?? (flags & READ_FLAG) !== 0,
    sentAt: timeOf(properties.get(ExtendedProperty.SubmitTime), createdAt),
    receivedAt: timeOf(properties.get(ExtendedProperty.DeliveryTime), createdAt),
    properties,
    attachments: (request.attachments ?? []).map(({ name, contentType, isInline, contentBytes }) => ({
      name,
      contentType,
      isInline,
      content: Buffer.from(contentBytes, 'base64'),
    })),
  };
}

const shownPerson = ({ emailAddress: { name, address } }: RequestAddress): string => `${name} <${address}>`;

const timeOf = (value: string | undefined, fallback: Date): Date => (value === undefined ? fallback : new Date(value));
