import { ExchangeUnavailableError } from '../../ports/exchange-errors';
import { ExtendedProperty } from './extended-properties';
import { listOf } from './graph-copies';
import { expandedProperty, type GraphObject, text } from './graph-object';
import { type GraphAnswer, jsonOf } from './graph-outcome';
import { GraphPath } from './graph-paths';
import type { MailboxRequests } from './mailbox-requests';
import { FOLDER_NAMES, type FolderRequests, type ListedFolder } from './open-folder';

const ALREADY_THERE = 409;

/** The folder requests of one mailbox through Graph. */
export function graphFolders(mailboxId: string, requests: MailboxRequests): FolderRequests {
  const list = async (path: string) => foldersOf(await requests.call('find-folder', { method: 'GET', path }));
  return {
    tagged: (kind) => list(GraphPath.taggedFolders(mailboxId, kind)),
    named: (name) => list(GraphPath.namedFolders(mailboxId, name)),
    create: async (kind) => {
      const folder = {
        displayName: FOLDER_NAMES[kind],
        // Only at creation can a folder be hidden.
        isHidden: kind === 'staging',
        singleValueExtendedProperties: [{ id: ExtendedProperty.Folder, value: kind }],
      };
      const call = { method: 'POST', path: GraphPath.folders(mailboxId), body: Buffer.from(JSON.stringify(folder)) } as const;
      const answer = await requests.call('create-folder', call, ALREADY_THERE);
      if (answer.status === ALREADY_THERE) return 'exists';
      const created = folderOf(jsonOf(answer) ?? {});
      if (created === undefined) throw new ExchangeUnavailableError('create-folder', 'the answer names no folder');
      return created;
    },
  };
}

function foldersOf(answer: GraphAnswer): readonly ListedFolder[] {
  const entries = listOf(jsonOf(answer));
  if (entries === undefined) throw new ExchangeUnavailableError('find-folder', 'the answer is no list');
  return entries.flatMap((entry) => folderOf(entry) ?? []);
}

function folderOf(entry: GraphObject): ListedFolder | undefined {
  const id = text(entry['id']);
  const itemCount = entry['totalItemCount'];
  if (id === undefined) return undefined;
  return {
    id,
    displayName: text(entry['displayName']) ?? '',
    tag: expandedProperty(entry, ExtendedProperty.Folder),
    itemCount: typeof itemCount === 'number' ? itemCount : undefined,
  };
}
