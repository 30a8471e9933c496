import type { OpenedFolder } from '../../ports/exchange';
import { ExchangeUnavailableError } from '../../ports/exchange-errors';

export type FolderKind = 'archive' | 'staging';

export const FOLDER_NAMES: Readonly<Record<FolderKind, string>> = {
  archive: 'Signal Archiver',
  staging: 'Signal Archiver staging',
};

/** A folder as a listing shows it. */
export interface ListedFolder {
  readonly id: string;
  readonly displayName: string;
  /** The tag the listing shows; undefined when it shows none, which proves nothing. */
  readonly tag: string | undefined;
  readonly itemCount: number | undefined;
}

/** The three requests that folders need; each is one request and may fail like any other. */
export interface FolderRequests {
  /** Folders under the root that carry our tag, hidden ones too. */
  tagged(kind: FolderKind): Promise<readonly ListedFolder[]>;
  /** Folders under the root of this name, hidden ones too. */
  named(name: string): Promise<readonly ListedFolder[]>;
  /** Makes it under the root, tagged; `exists` when there is one of that name. */
  create(kind: FolderKind): Promise<ListedFolder | 'exists'>;
}

/**
 * By the tag first, so that a renamed folder is still found; then by name, which also adopts the folder that the Purview connector left.
 * Two requests at most.
 */
export async function findFolder(kind: FolderKind, requests: FolderRequests): Promise<OpenedFolder | undefined> {
  const tagged = choose(kind, believable(kind, await requests.tagged(kind)));
  const folder = tagged ?? choose(kind, withName(kind, await requests.named(FOLDER_NAMES[kind])));
  return folder && opened(kind, folder, 'found');
}

/** Four requests at most. Whoever loses the race of two creations gets a 409 and finds the other's folder. */
export async function openFolder(kind: FolderKind, requests: FolderRequests): Promise<OpenedFolder> {
  const found = await findFolder(kind, requests);
  if (found !== undefined) return found;
  const created = await requests.create(kind);
  if (created !== 'exists') return opened(kind, created, 'created');
  const folder = choose(kind, withName(kind, await requests.named(FOLDER_NAMES[kind])));
  if (folder === undefined)
    throw new ExchangeUnavailableError('create folder', 'a folder of that name exists, but the listing does not show it');
  return opened(kind, folder, 'found');
}

/**
 * A service that ignores the filter would list every folder, the inbox first: then only what shows the tag, or bears our name, counts.
 */
function believable(kind: FolderKind, folders: readonly ListedFolder[]): readonly ListedFolder[] {
  const tagged = folders.filter(({ tag }) => tag === kind);
  if (tagged.length > 0) return tagged;
  const unknown = folders.filter(({ tag }) => tag === undefined);
  return unknown.length > 1 ? withName(kind, unknown) : unknown;
}

/** Folder names are compared without case, as Exchange does. */
function withName(kind: FolderKind, folders: readonly ListedFolder[]): readonly ListedFolder[] {
  return folders.filter(({ displayName }) => !isRenamed(kind, displayName));
}

/** Of several the one that bears our name, then the fullest: what was imported before is looked up there. Ids decide the rest. */
function choose(kind: FolderKind, folders: readonly ListedFolder[]): ListedFolder | undefined {
  const rank = (folder: ListedFolder) => (isRenamed(kind, folder.displayName) ? 1 : 0);
  return [...folders].sort(
    (a, b) => rank(a) - rank(b) || (b.itemCount ?? 0) - (a.itemCount ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )[0];
}

function isRenamed(kind: FolderKind, displayName: string): boolean {
  return displayName.toLowerCase() !== FOLDER_NAMES[kind].toLowerCase();
}

function opened(kind: FolderKind, { id, displayName }: ListedFolder, how: OpenedFolder['how']): OpenedFolder {
  return { id, displayName, how, isRenamed: isRenamed(kind, displayName) };
}
