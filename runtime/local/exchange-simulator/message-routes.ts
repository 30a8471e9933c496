import { badRequest, GraphFailure, notSimulated } from './graph-failure';
import { parseJson } from './message-request';
import { type Condition, parseCount, parseExpand, parseFilter, parseQuery, parseSelect, type Query } from './odata-query';
import { openMailbox } from './open-mailbox';
import type { SimulatedFolder } from './simulated-folder';
import type { SimulatedMailbox } from './simulated-mailbox';
import { MESSAGE_PROPERTIES, messageView, type SimulatedMessage } from './simulated-message';
import { param, type SimulatedAnswer, type SimulatedRequest } from './simulated-request';

const LIST_OPTIONS = ['$filter', '$select', '$expand', '$top', '$skip'];
const DEFAULT_TOP = 10;
const MAX_TOP = 1_000;
/** Properties documented as "updatable only if isDraft = true", as far as this simulator changes any. */
const CHANGEABLE = new Set(['subject', 'body', 'isRead', 'singleValueExtendedProperties']);

export function createMessage(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  parseQuery(request.query, []);
  refuseOtherThanJson(request);
  const folder = mailbox.folder(param(request, 'folder'));
  return { status: 201, json: messageView(request.exchange.createMessage(mailbox, folder.id, request.body)) };
}

export function listMessages(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  const folder = mailbox.folder(param(request, 'folder'));
  const options = parseQuery(request.query, LIST_OPTIONS);
  const filter = options.get('$filter');
  const expand = options.get('$expand');
  const expanded = expand === undefined ? undefined : parseExpand(expand);
  const select = parseSelect(options.get('$select'), MESSAGE_PROPERTIES);
  const found = filter === undefined ? newestFirst(mailbox, folder) : filtered(request, mailbox, folder, parseFilter(filter));
  const skip = options.has('$skip') ? parseCount(options.get('$skip'), 0, Number.MAX_SAFE_INTEGER) : 0;
  const top = parseCount(options.get('$top'), DEFAULT_TOP, MAX_TOP);
  const next = skip + top < found.length ? nextLink(request, options, skip + top) : undefined;
  const page = found.slice(skip, skip + top).map((message) => messageView(message, select, expanded));
  return { status: 200, json: { '@odata.nextLink': next, value: page } };
}

export function getMessage(request: SimulatedRequest): SimulatedAnswer {
  const options = parseQuery(request.query, ['$select', '$expand']);
  const expand = options.get('$expand');
  const select = parseSelect(options.get('$select'), MESSAGE_PROPERTIES);
  const message = openMailbox(request).message(param(request, 'message'));
  return { status: 200, json: messageView(message, select, expand === undefined ? undefined : parseExpand(expand)) };
}

/** The flag 0x0E07 cannot be changed later: the service says 200 and leaves it as it was. */
export function patchMessage(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  const message = mailbox.message(param(request, 'message'));
  const changes = parseJson(request.body);
  const unknown = Object.keys(changes).find((name) => !CHANGEABLE.has(name));
  if (unknown !== undefined) throw notSimulated(`a change of '${unknown}'`);
  const isSensitive = Object.keys(changes).some((name) => name !== 'isRead');
  if (isSensitive && !message.isDraft && request.switches.refusesChangesOfSent) throw accessDenied();
  const { singleValueExtendedProperties: _ignored, ...kept } = changes;
  request.exchange.changeMessage(mailbox, message, kept);
  return { status: 200, json: messageView(message) };
}

export function deleteMessage(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  request.exchange.deleteMessage(mailbox, mailbox.message(param(request, 'message')));
  return { status: 204 };
}

export function moveMessage(request: SimulatedRequest): SimulatedAnswer {
  const mailbox = openMailbox(request);
  const message = mailbox.message(param(request, 'message'));
  const { destinationId, ...others } = parseJson(request.body);
  if (typeof destinationId !== 'string' || Object.keys(others).length > 0)
    throw badRequest('A move takes destinationId only.', 'ErrorInvalidArgument');
  const folder = mailbox.folder(destinationId);
  if (!message.isDraft && request.switches.refusesMoveOfSent) throw accessDenied();
  request.exchange.moveMessage(mailbox, message, folder.id);
  return { status: 201, json: messageView(message) };
}

export function accessDenied(): GraphFailure {
  return new GraphFailure(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

export function refuseOtherThanJson({ headers }: SimulatedRequest): void {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/plain')) throw notSimulated('messages in MIME form');
  if (!type.startsWith('application/json')) throw badRequest('The Content-Type has to be application/json.', 'RequestBodyRead');
}

/** As Exchange lists a folder that nobody ordered otherwise. */
function newestFirst(mailbox: SimulatedMailbox, folder: SimulatedFolder): SimulatedMessage[] {
  return mailbox.messagesOf(folder).sort((a, b) => b.receivedAt - a.receivedAt);
}

function filtered(request: SimulatedRequest, mailbox: SimulatedMailbox, folder: SimulatedFolder, condition: Condition): SimulatedMessage[] {
  const now = request.now();
  if (condition.kind === 'extended-property') {
    return mailbox.filtered(folder, condition).filter(({ visibleAt }) => visibleAt <= now);
  }
  if (condition.name !== 'internetMessageId') throw badRequest(`A message has no property '${condition.name}'`);
  return mailbox.messagesOf(folder).filter((message) => message.internetMessageId === condition.value && message.visibleAt <= now);
}

function nextLink(request: SimulatedRequest, options: Query, skip: number): string {
  const kept = [...options].filter(([name]) => name !== '$skip').map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const path = `users/${encodeURIComponent(param(request, 'user'))}/mailFolders/${encodeURIComponent(param(request, 'folder'))}/messages`;
  return `${request.origin}/v1.0/${path}?${[...kept, `$skip=${skip}`].join('&')}`;
}
