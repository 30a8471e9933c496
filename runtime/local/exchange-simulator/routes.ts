import { addAttachment, cancelSession, listAttachments, openSession, sendRange, sessionState } from './attachment-routes';
import { listUsers } from './directory-routes';
import type { SimulatedOperation } from './fault-rules';
import { createChildFolder, createRootFolder, getFolder, listChildFolders, listRootFolders } from './folder-routes';
import { GraphFailure, notSimulated } from './graph-failure';
import { createMessage, deleteMessage, getMessage, listMessages, moveMessage, patchMessage } from './message-routes';
import type { SimulatedAnswer, SimulatedRequest } from './simulated-request';

export interface Route {
  readonly method: string;
  /** `{name}` is a parameter. */
  readonly pattern: readonly string[];
  readonly operation: SimulatedOperation;
  readonly handle: (request: SimulatedRequest) => SimulatedAnswer;
}

function route(method: string, path: string, operation: SimulatedOperation, handle: Route['handle']): Route {
  return { method, pattern: path.split('/'), operation, handle };
}

/** Everything the connector may ask for. What stands here is in docs/graph-requests.md too. */
const ROUTES: readonly Route[] = [
  route('POST', 'v1.0/users/{user}/mailFolders/{folder}/messages', 'create-message', createMessage),
  route('GET', 'v1.0/users/{user}/mailFolders/{folder}/messages', 'list-messages', listMessages),
  route('GET', 'v1.0/users', 'list-users', listUsers),
  route('GET', 'v1.0/users/{user}/mailFolders', 'list-folders', listRootFolders),
  route('POST', 'v1.0/users/{user}/mailFolders', 'create-folder', createRootFolder),
  route('GET', 'v1.0/users/{user}/mailFolders/{folder}', 'get-folder', getFolder),
  route('GET', 'v1.0/users/{user}/mailFolders/{folder}/childFolders', 'list-folders', listChildFolders),
  route('POST', 'v1.0/users/{user}/mailFolders/{folder}/childFolders', 'create-folder', createChildFolder),
  route('GET', 'v1.0/users/{user}/messages/{message}', 'get-message', getMessage),
  route('PATCH', 'v1.0/users/{user}/messages/{message}', 'patch-message', patchMessage),
  route('DELETE', 'v1.0/users/{user}/messages/{message}', 'delete-message', deleteMessage),
  route('POST', 'v1.0/users/{user}/messages/{message}/move', 'move-message', moveMessage),
  route('GET', 'v1.0/users/{user}/messages/{message}/attachments', 'list-attachments', listAttachments),
  route('POST', 'v1.0/users/{user}/messages/{message}/attachments', 'add-attachment', addAttachment),
  route('POST', 'v1.0/users/{user}/messages/{message}/attachments/createUploadSession', 'open-session', openSession),
  route('PUT', 'attachment-sessions/{session}', 'send-range', sendRange),
  route('GET', 'attachment-sessions/{session}', 'session-state', sessionState),
  route('DELETE', 'attachment-sessions/{session}', 'cancel-session', cancelSession),
];

export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Refuses paths that are none of the above, and dots that a proxy would resolve. */
export function findRoute(method: string, path: string): FoundRoute {
  const segments = path.slice(1).split('/').map(decodeSegment);
  for (const route of ROUTES) {
    const params = route.method === method ? match(route.pattern, segments) : undefined;
    if (params !== undefined) return { route, params };
  }
  const known = ROUTES.find(({ pattern }) => match(pattern, segments) !== undefined);
  if (known !== undefined) throw notSimulated(`the method ${method} for ${known.pattern.join('/')}`);
  throw new GraphFailure(404, 'ResourceNotFound', `Resource not found for the path '${path}'.`);
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] as string;
    if (part.startsWith('{')) {
      if (segment === '') return undefined;
      params[part.slice(1, -1)] = segment;
    } else if (part !== segment) return undefined;
  }
  return params;
}

function decodeSegment(segment: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    throw new GraphFailure(400, 'BadRequest', 'The path is not percent-encoded UTF-8.');
  }
  if (decoded === '.' || decoded === '..') throw new GraphFailure(400, 'BadRequest', 'The path holds a dot segment.');
  return decoded;
}
