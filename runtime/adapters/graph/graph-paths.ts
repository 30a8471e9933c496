import type { CopyKeyKind } from '../../domain/copy/mailbox-copy';
import { RequestRefusedError } from '../../ports/exchange-errors';
import { ExtendedProperty, keyProperty } from './extended-properties';
import type { FolderKind } from './open-folder';

const MAX_ID_LENGTH = 1_024;
const COPIES_A_PAGE = 200;
const COPY_FIELDS = 'id,isDraft,sentDateTime,receivedDateTime,parentFolderId,createdDateTime';

/**
 * An id as one segment of a path: nothing in it can end the segment or climb out of it. Dots are not encoded by any standard function,
 * so the two segments made of dots are refused, and with them what cannot be encoded at all.
 */
export function segment(id: string): string {
  if (id === '' || id === '.' || id === '..' || id.length > MAX_ID_LENGTH || !id.isWellFormed()) {
    throw new RequestRefusedError('build path', 0, 'IdNotUsable');
  }
  return encodeURIComponent(id);
}

/** A text as a literal of an OData filter, encoded for the query. */
function query(text: string): string {
  return encodeURIComponent(text);
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const hasProperty = (id: string, value: string): string =>
  query(`singleValueExtendedProperties/any(ep:ep/id eq ${literal(id)} and ep/value eq ${literal(value)})`);

/** Exactly one id: with two, Graph answers 200 and expands nothing. */
const expandProperty = (id: string): string => query(`singleValueExtendedProperties($filter=id eq ${literal(id)})`);

/** The paths below Graph's root; the only place that builds them. */
export const GraphPath = {
  users: '/users?$select=id,userPrincipalName,mail,proxyAddresses,displayName,userType,accountEnabled&$top=999',

  rootFolder: (mailboxId: string) => `/users/${segment(mailboxId)}/mailFolders/msgfolderroot?$select=id`,

  folders: (mailboxId: string) => `/users/${segment(mailboxId)}/mailFolders`,

  taggedFolders: (mailboxId: string, kind: FolderKind) =>
    `${folderList(mailboxId)}&$filter=${hasProperty(ExtendedProperty.Folder, kind)}&$expand=${expandProperty(ExtendedProperty.Folder)}`,

  namedFolders: (mailboxId: string, name: string) => `${folderList(mailboxId)}&$filter=${query(`displayName eq ${literal(name)}`)}`,

  messages: (mailboxId: string, folderId: string) => `/users/${segment(mailboxId)}/mailFolders/${segment(folderId)}/messages`,

  messagesWithKey: (mailboxId: string, folderId: string, key: string, kind: CopyKeyKind) =>
    `${GraphPath.messages(mailboxId, folderId)}?$select=${COPY_FIELDS}&$filter=${hasProperty(keyProperty(kind), key)}` +
    `&$expand=${expandProperty(keyProperty(kind))}`,

  messagesWithProperty: (mailboxId: string, folderId: string, propertyId: string) =>
    `${GraphPath.messages(mailboxId, folderId)}?$select=id&$top=${COPIES_A_PAGE}&$expand=${expandProperty(propertyId)}`,

  message: (mailboxId: string, copyId: string) => `/users/${segment(mailboxId)}/messages/${segment(copyId)}`,

  shownMessage: (mailboxId: string, copyId: string) =>
    `${GraphPath.message(mailboxId, copyId)}?$select=${COPY_FIELDS},isRead,from,toRecipients&$expand=${expandProperty(ExtendedProperty.MessageClass)}`,

  move: (mailboxId: string, copyId: string) => `${GraphPath.message(mailboxId, copyId)}/move`,

  attachments: (mailboxId: string, copyId: string) => `${GraphPath.message(mailboxId, copyId)}/attachments`,

  attachmentList: (mailboxId: string, copyId: string) => `${GraphPath.attachments(mailboxId, copyId)}?$select=id,name,size&$top=100`,

  uploadSession: (mailboxId: string, copyId: string) => `${GraphPath.attachments(mailboxId, copyId)}/createUploadSession`,
} as const;

/** Hidden folders are left out unless asked for; ours for staging is hidden. */
function folderList(mailboxId: string): string {
  return `${GraphPath.folders(mailboxId)}?includeHiddenFolders=true&$select=id,displayName,totalItemCount`;
}
