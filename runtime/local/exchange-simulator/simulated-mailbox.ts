import { GraphFailure, itemNotFound } from './graph-failure';
import { type LimitViolations, type MailboxLimitFigures, MailboxLimits } from './mailbox-limits';
import { matches, type PropertyCondition } from './odata-query';
import { DELETED_ITEMS, ROOT, type SimulatedFolder } from './simulated-folder';
import type { SimulatedMessage } from './simulated-message';
import type { SimulatedUser } from './simulated-user';

const FOLDERS_OF_A_NEW_MAILBOX = [
  ['inbox', 'Inbox'],
  ['drafts', 'Drafts'],
  ['sentitems', 'Sent Items'],
  [DELETED_ITEMS, 'Deleted Items'],
  ['archive', 'Archive'],
] as const;

/** One mailbox: folders, messages and an index over each extended property that was ever filtered by. */
export class SimulatedMailbox {
  readonly folders = new Map<string, SimulatedFolder>();
  readonly messages = new Map<string, SimulatedMessage>();
  readonly limits: MailboxLimits;
  /** Messages that are being written to: a second upload to one message conflicts with the first. */
  readonly busyMessages = new Set<string>();
  readonly rootId: string;
  usedBytes = 0;
  /** Property id -> lower-case value -> message ids. */
  readonly #index = new Map<string, Map<string, Set<string>>>();
  readonly #deletedItemsId: string;

  constructor(
    public user: SimulatedUser,
    figures: MailboxLimitFigures,
    violations: LimitViolations,
  ) {
    this.limits = new MailboxLimits(figures, violations);
    this.rootId = `${user.id}-root`;
    this.#deletedItemsId = `${user.id}-${DELETED_ITEMS}`;
    this.putFolder({ ...emptyFolder(this.rootId, 'Top of Information Store', undefined), wellKnownName: ROOT });
    for (const [wellKnownName, displayName] of FOLDERS_OF_A_NEW_MAILBOX) {
      this.putFolder({ ...emptyFolder(`${user.id}-${wellKnownName}`, displayName, this.rootId), wellKnownName });
    }
  }

  /** By id (with case) or by its well-known name. */
  folder(idOrName: string): SimulatedFolder {
    const folder = this.folders.get(idOrName) ?? this.#wellKnown(idOrName.toLowerCase());
    if (folder === undefined) throw new GraphFailure(404, 'ErrorItemNotFound', 'The specified folder could not be found in the store.');
    return folder;
  }

  /** `ErrorFolderExists` when the parent has a folder of that name, compared without case. */
  refuseSecondFolder(parentId: string, displayName: string): void {
    const name = displayName.toLowerCase();
    if (this.children(parentId).some((folder) => folder.displayName.toLowerCase() === name)) {
      throw new GraphFailure(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
    }
  }

  putFolder(folder: SimulatedFolder): void {
    this.folders.set(folder.id, folder);
  }

  children(parentId: string): SimulatedFolder[] {
    return [...this.folders.values()].filter((folder) => folder.parentId === parentId);
  }

  isBelow(folder: SimulatedFolder, ancestorId: string): boolean {
    for (let at = folder.parentId; at !== undefined; at = this.folders.get(at)?.parentId) if (at === ancestorId) return true;
    return false;
  }

  /** Into Deleted Items, as Outlook does; a folder that is there already goes with all that is in it. */
  deleteFolder(folder: SimulatedFolder, isPermanent: boolean): void {
    if (!isPermanent && !this.isBelow(folder, this.#deletedItemsId)) {
      folder.parentId = this.#deletedItemsId;
      return;
    }
    for (const child of this.children(folder.id)) this.deleteFolder(child, true);
    for (const id of [...folder.messages]) this.dropMessage(this.message(id));
    this.folders.delete(folder.id);
  }

  message(id: string): SimulatedMessage {
    const message = this.messages.get(id);
    if (message === undefined) throw itemNotFound();
    return message;
  }

  putMessage(message: SimulatedMessage): void {
    this.messages.set(message.id, message);
    this.folder(message.folderId).messages.add(message.id);
    this.usedBytes += message.bytes;
    for (const [propertyId, values] of this.#index) addToIndex(values, message.properties.get(propertyId), message.id);
  }

  moveMessage(message: SimulatedMessage, folderId: string): void {
    this.folder(message.folderId).messages.delete(message.id);
    message.folderId = folderId;
    this.folder(folderId).messages.add(message.id);
  }

  /** Into Deleted Items; from there it goes for good. */
  deleteMessage(message: SimulatedMessage): void {
    if (message.folderId === this.#deletedItemsId) this.dropMessage(message);
    else this.moveMessage(message, this.#deletedItemsId);
  }

  dropMessage(message: SimulatedMessage): void {
    this.folder(message.folderId).messages.delete(message.id);
    this.messages.delete(message.id);
    this.usedBytes -= message.bytes;
    for (const [propertyId, values] of this.#index) {
      values.get((message.properties.get(propertyId) ?? '').toLowerCase())?.delete(message.id);
    }
  }

  /** Messages of a folder in the order of their creation. */
  messagesOf(folder: SimulatedFolder): SimulatedMessage[] {
    return [...folder.messages].map((id) => this.message(id));
  }

  filtered(folder: SimulatedFolder, condition: PropertyCondition): SimulatedMessage[] {
    const fits = (message: SimulatedMessage) => matches(condition, message.properties.get(condition.id));
    if (condition.operator !== 'eq') return this.messagesOf(folder).filter(fits);
    const ids = this.#indexOf(condition.id).get(condition.value.toLowerCase()) ?? [];
    return [...ids].filter((id) => folder.messages.has(id)).map((id) => this.message(id));
  }

  #wellKnown(name: string): SimulatedFolder | undefined {
    for (const folder of this.folders.values()) if (folder.wellKnownName === name) return folder;
    return undefined;
  }

  #indexOf(propertyId: string): Map<string, Set<string>> {
    let values = this.#index.get(propertyId);
    if (values === undefined) {
      values = new Map();
      for (const message of this.messages.values()) addToIndex(values, message.properties.get(propertyId), message.id);
      this.#index.set(propertyId, values);
    }
    return values;
  }
}

function addToIndex(values: Map<string, Set<string>>, value: string | undefined, messageId: string): void {
  if (value === undefined) return;
  const key = value.toLowerCase();
  const ids = values.get(key);
  if (ids === undefined) values.set(key, new Set([messageId]));
  else ids.add(messageId);
}

export function emptyFolder(id: string, displayName: string, parentId: string | undefined): SimulatedFolder {
  return { id, displayName, parentId, isHidden: false, wellKnownName: undefined, properties: new Map(), messages: new Set() };
}
