import { badRequest, notSimulated } from './graph-failure';
import { parseJson, readProperties } from './message-request';
import { type Condition, matches, parseCount, parseExpand, parseFilter, parseQuery, parseSelect, type Query } from './odata-query';
import { openMailbox } from './open-mailbox';
import { FOLDER_PROPERTIES, folderView, type SimulatedFolder } from './simulated-folder';
import type { SimulatedMailbox } from './simulated-mailbox';
import { param, type SimulatedAnswer, type SimulatedRequest } from './simulated-request';

const LIST_OPTIONS = ['$filter', '$select', '$expand', '$top', '$skip', 'includeHiddenFolders'];
const FOLDER_FIELDS = new Set(['displayName', 'isHidden', 'singleValueExtendedProperties']);
const DEFAULT_TOP = 10;
const MAX_TOP = 1_000;

/** Children of the root; hidden ones only when asked for. Folders below are not listed: each level is asked for by itself. */
export function listRootFolders(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  return listFolders(request, mailbox, mailbox.rootId, request.switches.listsNestedFolders);
}

export function listChildFolders(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  return listFolders(request, mailbox, mailbox.folder(param(request, 'folder')).id, false);
}

export function getFolder(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  const options = parseQuery(request.query, ['$select', '$expand']);
  return { status: 200, json: view(mailbox, mailbox.folder(param(request, 'folder')), options) };
}

export function createRootFolder(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  return createFolder(request, mailbox, mailbox.rootId);
}

export function createChildFolder(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  return createFolder(request, mailbox, mailbox.folder(param(request, 'folder')).id);
}

function listFolders(request: SimulatedRequest, mailbox: SimulatedMailbox, parentId: string, isDeep: boolean): SimulatedAnswer {
  const options = parseQuery(request.query, LIST_OPTIONS);
  const filter = options.get('$filter');
  const condition = filter === undefined ? undefined : parseFilter(filter);
  const includesHidden = readFlag(options.get('includeHiddenFolders'));
  const candidates = isDeep
    ? [...mailbox.folders.values()].filter((folder) => mailbox.isBelow(folder, parentId))
    : mailbox.children(parentId);
  const found = candidates.filter((folder) => (includesHidden || !folder.isHidden) && fits(folder, condition));
  const skip = options.has('$skip') ? parseCount(options.get('$skip'), 0, Number.MAX_SAFE_INTEGER) : 0;
  const top = parseCount(options.get('$top'), DEFAULT_TOP, MAX_TOP);
  const next = skip + top < found.length ? nextLink(request, options, skip + top) : undefined;
  return {
    status: 200,
    json: { '@odata.nextLink': next, value: found.slice(skip, skip + top).map((folder) => view(mailbox, folder, options)) },
  };
}

function fits(folder: SimulatedFolder, condition: Condition | undefined): boolean {
  if (condition === undefined) return true;
  if (condition.kind === 'extended-property') return matches(condition, folder.properties.get(condition.id));
  if (condition.name !== 'displayName') throw badRequest(`A folder has no property '${condition.name}'`);
  return folder.displayName.toLowerCase() === condition.value.toLowerCase();
}

function view(mailbox: SimulatedMailbox, folder: SimulatedFolder, options: Query): Record<string, unknown> {
  const expand = options.get('$expand');
  const counts = {
    children: mailbox.children(folder.id).length,
    unread: mailbox.messagesOf(folder).filter(({ isRead }) => isRead !== true).length,
  };
  const select = parseSelect(options.get('$select'), FOLDER_PROPERTIES);
  return folderView(folder, counts, select, expand === undefined ? undefined : parseExpand(expand));
}

/** Only name, `isHidden` (never changed later) and extended properties can be given. */
function createFolder(request: SimulatedRequest, mailbox: SimulatedMailbox, parentId: string): SimulatedAnswer {
  parseQuery(request.query, []);
  const asked = parseJson(request.body);
  const unknown = Object.keys(asked).find((name) => !FOLDER_FIELDS.has(name));
  if (unknown !== undefined)
    throw badRequest(`The property '${unknown}' does not exist on type 'microsoft.graph.mailFolder'.`, 'RequestBodyRead');
  const { displayName, isHidden = false } = asked;
  if (typeof displayName !== 'string' || displayName.trim() === '')
    throw badRequest('A folder needs a display name.', 'ErrorInvalidArgument');
  if (typeof isHidden !== 'boolean') throw badRequest('isHidden is not a boolean', 'UnableToDeserializePostBody');
  const folder = request.exchange.createFolder(mailbox, { parentId, displayName, isHidden, properties: readProperties(asked) });
  return { status: 201, json: view(mailbox, folder, new Map()) };
}

function readFlag(value: string | undefined): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw notSimulated(`includeHiddenFolders=${value}`);
}

function nextLink({ origin, params }: SimulatedRequest, options: Query, skip: number): string {
  const kept = [...options].filter(([name]) => name !== '$skip').map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const path = params['folder'] === undefined ? 'mailFolders' : `mailFolders/${encodeURIComponent(params['folder'])}/childFolders`;
  return `${origin}/v1.0/users/${encodeURIComponent(params['user'] ?? '')}/${path}?${[...kept, `$skip=${skip}`].join('&')}`;
}
