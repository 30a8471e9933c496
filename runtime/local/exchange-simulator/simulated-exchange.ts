import { createHash } from 'node:crypto';
import { GraphFailure } from './graph-failure';
import { Journal, type JournalEntry, type ReplayedEntry } from './journal';
import { noViolations } from './mailbox-limits';
import { parseJson, type RequestedAttachment, readAttachment, readAttachments, readMessage } from './message-request';
import type { SimulatedFolder } from './simulated-folder';
import { emptyFolder, SimulatedMailbox } from './simulated-mailbox';
import { bornMessage, type KeptContent, type SimulatedAttachment, type SimulatedMessage } from './simulated-message';
import { type SimulatedUser, simulatedUser } from './simulated-user';
import type { Switches } from './switches';
import { acceptRange, type UploadHeader, type UploadSession, UploadSessions, uploadedContent } from './upload-sessions';

export interface NewFolder {
  readonly parentId: string;
  readonly displayName: string;
  readonly isHidden: boolean;
  readonly properties: ReadonlyMap<string, string>;
}

/**
 * The state of the simulated service. Each change is one method that makes it, and one line of the journal from which the same method
 * makes it again.
 */
export class SimulatedExchange {
  readonly violations = noViolations();
  readonly uploads = new UploadSessions();
  readonly #users = new Map<string, SimulatedUser>();
  readonly #idsByPrincipalName = new Map<string, string>();
  readonly #mailboxes = new Map<string, SimulatedMailbox>();
  readonly #switches: Switches;
  readonly #now: () => number;
  readonly #random: () => number;
  #journal: Journal | undefined;
  #ids = 0;

  constructor(switches: Switches, now: () => number, random: () => number) {
    this.#switches = switches;
    this.#now = now;
    this.#random = random;
  }

  /** Reads the mailboxes kept in this folder and keeps every change there from now on. */
  async keepIn(folder: string): Promise<void> {
    this.#journal = await Journal.open(folder, (replayed) => this.#replay(replayed));
  }

  close(): void {
    this.#journal?.close();
  }

  get users(): SimulatedUser[] {
    return [...this.#users.values()];
  }

  get mailboxes(): SimulatedMailbox[] {
    return [...this.#mailboxes.values()];
  }

  putUser(asked: Partial<SimulatedUser> & Pick<SimulatedUser, 'id' | 'userPrincipalName'>): SimulatedUser {
    const user = simulatedUser({ ...this.#users.get(asked.id), ...asked });
    this.#users.set(user.id, user);
    this.#idsByPrincipalName.set(user.userPrincipalName.toLowerCase(), user.id);
    const mailbox = this.#mailboxes.get(user.id);
    if (mailbox !== undefined) mailbox.user = user;
    this.#write({ op: 'user', user });
    return user;
  }

  /** By object id or user principal name, as Graph does; an alias names nobody here. */
  user(idOrName: string): SimulatedUser {
    const user = this.findUser(idOrName);
    if (user === undefined) throw new GraphFailure(404, 'Request_ResourceNotFound', 'Resource does not exist.');
    return user;
  }

  findUser(idOrName: string): SimulatedUser | undefined {
    return this.#users.get(idOrName) ?? this.#users.get(this.#idsByPrincipalName.get(idOrName.toLowerCase()) ?? '');
  }

  mailboxOf(user: SimulatedUser): SimulatedMailbox {
    let mailbox = this.#mailboxes.get(user.id);
    if (mailbox === undefined) {
      mailbox = new SimulatedMailbox(user, this.#switches.limits, this.violations);
      this.#mailboxes.set(user.id, mailbox);
    }
    return mailbox;
  }

  createFolder(mailbox: SimulatedMailbox, asked: NewFolder): SimulatedFolder {
    mailbox.refuseSecondFolder(asked.parentId, asked.displayName);
    const id = this.#nextId('AAMkF');
    this.#write({ op: 'folder', mailbox: mailbox.user.id, id, ...asked, properties: [...asked.properties] });
    return this.#putFolder(mailbox, id, asked);
  }

  createMessage(mailbox: SimulatedMailbox, folderId: string, body: Buffer): SimulatedMessage {
    const createdAt = this.#now();
    const { min, max } = this.#switches.filterLagInMs;
    const lagInMs = max === 0 ? 0 : min + this.#random() * (max - min);
    const birth = { id: this.#nextId('AAkALg'), folderId, createdAt, visibleAt: createdAt + lagInMs };
    const message = this.#bornMessage(birth, body);
    refuseOverLimit(mailbox, message.bytes);
    refuseWhenFull(mailbox, message.bytes, this.#switches);
    mailbox.putMessage(message);
    this.#write({ op: 'message', mailbox: mailbox.user.id, ...birth }, body);
    return message;
  }

  addAttachment(mailbox: SimulatedMailbox, message: SimulatedMessage, body: Buffer): SimulatedAttachment {
    const attachment = this.#attachment(this.#nextId('ATT'), readAttachment(parseJson(body)));
    refuseOverLimit(mailbox, message.bytes + attachment.kept.bytes);
    refuseWhenFull(mailbox, attachment.kept.bytes, this.#switches);
    this.#write({ op: 'attachment', mailbox: mailbox.user.id, message: message.id, id: attachment.id }, body);
    return this.#attach(mailbox, message, attachment);
  }

  openUpload(mailbox: SimulatedMailbox, message: SimulatedMessage, header: UploadHeader): UploadSession {
    if (this.#switches.sizeCheckedAt === 'session') refuseOverLimit(mailbox, message.bytes + header.size);
    refuseWhenFull(mailbox, header.size, this.#switches);
    return this.uploads.open({
      id: this.#nextId('US'),
      mailboxId: mailbox.user.id,
      messageId: message.id,
      header,
      expiresAt: this.#now() + this.#switches.sessionLifetimeInMs,
      isKept: header.size <= this.#switches.keepsContentUpTo,
    });
  }

  /** Answers the attachment with the last range. */
  sendRange(session: UploadSession, content: Buffer): SimulatedAttachment | undefined {
    acceptRange(session, content);
    if (session.received < session.header.size) return undefined;
    const mailbox = this.mailboxOf(this.user(session.mailboxId));
    const message = mailbox.message(session.messageId);
    refuseOverLimit(mailbox, message.bytes + session.received);
    this.uploads.close(session);
    const { size: _size, ...header } = session.header;
    const kept = uploadedContent(session);
    const attachment: SimulatedAttachment = { id: this.#nextId('ATT'), ...header, kept };
    const { content: bytes, ...sizes } = kept;
    const body = bytes && Buffer.from(`"${bytes.toString('base64')}"`, 'latin1');
    this.#write({ op: 'uploaded', mailbox: mailbox.user.id, message: message.id, id: attachment.id, ...header, ...sizes }, body);
    return this.#attach(mailbox, message, attachment);
  }

  /** Sensitive properties of a draft, or of a message that is none: whether that is allowed is decided before. */
  changeMessage(
    mailbox: SimulatedMailbox,
    message: SimulatedMessage,
    changes: Partial<Pick<SimulatedMessage, 'subject' | 'isRead' | 'body'>>,
  ): void {
    Object.assign(message, changes);
    this.#write({ op: 'change', mailbox: mailbox.user.id, message: message.id, changes });
  }

  moveMessage(mailbox: SimulatedMailbox, message: SimulatedMessage, folderId: string): void {
    mailbox.moveMessage(message, folderId);
    if (!this.#switches.moveKeepsDates) message.receivedAt = this.#now();
    this.#write({ op: 'move', mailbox: mailbox.user.id, message: message.id, folderId, receivedAt: message.receivedAt });
  }

  deleteMessage(mailbox: SimulatedMailbox, message: SimulatedMessage): void {
    mailbox.deleteMessage(message);
    this.#write({ op: 'delete', mailbox: mailbox.user.id, message: message.id });
  }

  renameFolder(mailbox: SimulatedMailbox, folder: SimulatedFolder, displayName: string): void {
    folder.displayName = displayName;
    this.#write({ op: 'rename-folder', mailbox: mailbox.user.id, folder: folder.id, displayName });
  }

  moveFolder(mailbox: SimulatedMailbox, folder: SimulatedFolder, parentId: string): void {
    folder.parentId = parentId;
    this.#write({ op: 'move-folder', mailbox: mailbox.user.id, folder: folder.id, parentId });
  }

  deleteFolder(mailbox: SimulatedMailbox, folder: SimulatedFolder, isPermanent: boolean): void {
    mailbox.deleteFolder(folder, isPermanent);
    this.#write({ op: 'delete-folder', mailbox: mailbox.user.id, folder: folder.id, isPermanent });
  }

  #replay({ entry, body }: ReplayedEntry): void {
    if (entry.op === 'user') {
      this.putUser(entry['user'] as SimulatedUser);
      return;
    }
    const text = (name: string): string => entry[name] as string;
    const mailbox = this.mailboxOf(this.user(text('mailbox')));
    this.#keepIdsApart(entry);
    const changes: Record<string, () => unknown> = {
      folder: () =>
        this.#putFolder(mailbox, text('id'), { ...(entry as unknown as NewFolder), properties: new Map(entry['properties'] as []) }),
      message: () => mailbox.putMessage(this.#bornMessage(entry as unknown as Parameters<typeof bornMessage>[1], body)),
      attachment: () =>
        this.#attach(mailbox, mailbox.message(text('message')), this.#attachment(text('id'), readAttachment(parseJson(body)))),
      uploaded: () => this.#attach(mailbox, mailbox.message(text('message')), replayedUpload(entry, body)),
      change: () => Object.assign(mailbox.message(text('message')), entry['changes']),
      move: () => {
        const message = mailbox.message(text('message'));
        mailbox.moveMessage(message, text('folderId'));
        message.receivedAt = entry['receivedAt'] as number;
      },
      delete: () => mailbox.deleteMessage(mailbox.message(text('message'))),
      'rename-folder': () => this.renameFolder(mailbox, mailbox.folder(text('folder')), text('displayName')),
      'move-folder': () => this.moveFolder(mailbox, mailbox.folder(text('folder')), text('parentId')),
      'delete-folder': () => mailbox.deleteFolder(mailbox.folder(text('folder')), entry['isPermanent'] as boolean),
    };
    const change = changes[entry.op];
    if (change === undefined) throw new Error(`The journal of the Exchange simulator holds "${entry.op}", which nobody knows`);
    change();
  }

  #putFolder(mailbox: SimulatedMailbox, id: string, { displayName, parentId, isHidden, properties }: NewFolder): SimulatedFolder {
    const folder: SimulatedFolder = { ...emptyFolder(id, displayName, parentId), isHidden, properties };
    mailbox.putFolder(folder);
    return folder;
  }

  #bornMessage(birth: Parameters<typeof bornMessage>[1], body: Buffer): SimulatedMessage {
    const request = parseJson(body);
    const asked = readMessage(request);
    const attachments = readAttachments(request).map((attachment, index) => this.#attachment(`${birth.id}${index}`, attachment));
    if (asked.body.content.length > this.#switches.keepsContentUpTo) asked.body.content = '';
    const { id, folderId, createdAt, visibleAt } = birth;
    return bornMessage(asked, { id, folderId, createdAt, visibleAt }, attachments);
  }

  #attachment(id: string, { content, ...header }: RequestedAttachment): SimulatedAttachment {
    return { id, ...header, kept: this.#kept(content) };
  }

  #kept(content: Buffer): KeptContent {
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { bytes: content.length, sha256, content: content.length <= this.#switches.keepsContentUpTo ? content : undefined };
  }

  #attach(mailbox: SimulatedMailbox, message: SimulatedMessage, attachment: SimulatedAttachment): SimulatedAttachment {
    message.attachments.push(attachment);
    message.bytes += attachment.kept.bytes;
    mailbox.usedBytes += attachment.kept.bytes;
    return attachment;
  }

  /** Ids end with a counter, which goes on after a restart. */
  #nextId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}AAAAAAHYQDEapmEc2byACqAC-EWg0A${this.#ids.toString(36).padStart(8, '0')}_=`;
  }

  #keepIdsApart({ id }: JournalEntry): void {
    if (typeof id === 'string') this.#ids = Math.max(this.#ids, Number.parseInt(id.slice(-10, -2), 36));
  }

  #write(entry: JournalEntry, body?: Buffer): void {
    this.#journal?.write(entry, body);
  }
}

function refuseOverLimit(mailbox: SimulatedMailbox, bytes: number): void {
  if (bytes <= mailbox.user.messageSizeLimitInBytes) return;
  throw new GraphFailure(400, 'ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.');
}

function refuseWhenFull(mailbox: SimulatedMailbox, bytes: number, { quotaStatus }: Switches): void {
  const { user, usedBytes } = mailbox;
  if (user.mailbox !== 'full' && usedBytes + bytes <= user.quotaInBytes) return;
  throw new GraphFailure(quotaStatus, 'ErrorQuotaExceeded', 'The mailbox has reached its quota.');
}

function replayedUpload(entry: JournalEntry, body: Buffer): SimulatedAttachment {
  const { id, name, contentType, isInline, contentId, bytes, sha256 } = entry as unknown as SimulatedAttachment & KeptContent;
  const content = body.length === 0 ? undefined : Buffer.from(JSON.parse(body.toString()) as string, 'base64');
  return { id, name, contentType, isInline, contentId, kept: { bytes, sha256, content } };
}
