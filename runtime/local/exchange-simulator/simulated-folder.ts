/** A mail folder. `parentId` is undefined for the root only. */
export interface SimulatedFolder {
  readonly id: string;
  displayName: string;
  parentId: string | undefined;
  readonly isHidden: boolean;
  /** `msgfolderroot`, `inbox` ...: works in place of the id. */
  readonly wellKnownName: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
  /** Ids of its messages, oldest first. */
  readonly messages: Set<string>;
}

export const ROOT = 'msgfolderroot';
export const DELETED_ITEMS = 'deleteditems';

const VIEW = ['displayName', 'parentFolderId', 'childFolderCount', 'unreadItemCount', 'totalItemCount', 'isHidden'] as const;

export const FOLDER_PROPERTIES: ReadonlySet<string> = new Set(['id', ...VIEW]);

export interface FolderCounts {
  readonly children: number;
  readonly unread: number;
}

/** The folder as Graph answers it. */
export function folderView(
  folder: SimulatedFolder,
  counts: FolderCounts,
  select?: readonly string[],
  expand?: string,
): Record<string, unknown> {
  const all: Record<(typeof VIEW)[number], unknown> = {
    displayName: folder.displayName,
    parentFolderId: folder.parentId ?? null,
    childFolderCount: counts.children,
    unreadItemCount: counts.unread,
    totalItemCount: folder.messages.size,
    isHidden: folder.isHidden,
  };
  const names = VIEW.filter((name) => select === undefined || select.includes(name));
  const view: Record<string, unknown> = { id: folder.id, ...Object.fromEntries(names.map((name) => [name, all[name]])) };
  const value = expand === undefined ? undefined : folder.properties.get(expand);
  if (value !== undefined) view['singleValueExtendedProperties'] = [{ id: expand, value }];
  return view;
}
