import type { AdminPorts } from '../../pipeline/admin/admin-ports';
import { actorOf, type Person } from '../../pipeline/admin/person';
import { recordAct } from '../../pipeline/audit/audit-events';
import { describeError } from '../../pipeline/describe-error';
import { hasForeignOrigin } from '../check-origin';
import { isChange, type WebRequest, type WebResponse } from '../http';
import { hasRole, type SignInProof, signedIn } from '../sign-in';
import type { Operation } from './call';
import { OPERATIONS } from './operations';
import { ApiProblem, problemResponse, toProblem } from './problem';

export interface ApiParts {
  readonly ports: AdminPorts;
  readonly proof: SignInProof;
  /** docs/openapi.yaml. */
  readonly description: string;
}

/** Answers every request below /api: from where, who, whether they may, and only then what. */
export async function answerApi(request: WebRequest, parts: ApiParts): Promise<WebResponse> {
  try {
    return await answer(request, parts);
  } catch (error) {
    const problem = toProblem(error);
    if (problem !== undefined) return problemResponse(problem);
    parts.ports.log.error('API operation failed', { route: routeCode(request), ...describeError(error) });
    return problemResponse(
      new ApiProblem(500, 'defect', 'A defect', 'The connector could not answer. What failed is in its log; nothing is lost.'),
    );
  }
}

async function answer(request: WebRequest, { ports, proof, description }: ApiParts): Promise<WebResponse> {
  if (hasForeignOrigin(request))
    throw new ApiProblem(
      403,
      'foreign-origin',
      'Refused',
      'A change must come from the connector page itself, or from a tool with a token of its own.',
    );
  const person = authenticated(request, proof);
  const found = findOperation(request);
  if (!hasRole(person, found.operation.role)) {
    await recordRefusal(person, found.operation, ports);
    throw new ApiProblem(403, 'role-missing', 'Refused', `This needs the role ${found.operation.role}; you have ${person.role}.`);
  }
  return found.operation.handle({ request, params: found.params, person, ports, description });
}

function authenticated(request: WebRequest, proof: SignInProof): Person {
  const who = signedIn(request, proof);
  if (who.kind === 'person') return who.person;
  if (who.kind === 'no-role')
    throw new ApiProblem(403, 'role-missing', 'Refused', 'You have no role of this connector. Ask its administrator for one.');
  const why = who.kind === 'refused' ? ` (${who.why})` : '';
  throw new ApiProblem(401, 'not-signed-in', 'Not signed in', `Sign in first${why}.`, {}, { 'WWW-Authenticate': 'Bearer' });
}

interface FoundOperation {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

const SEGMENTS = new Map(OPERATIONS.map((operation) => [operation, operation.path.split('/').slice(1)]));

function findOperation(request: WebRequest): FoundOperation {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const parts = request.url.pathname.replace(/\/$/, '').split('/').slice(1);
  const matching = OPERATIONS.flatMap((operation) => {
    const params = matchPath(SEGMENTS.get(operation) ?? [], parts);
    return params === undefined ? [] : [{ operation, params }];
  });
  // A literal segment is more exact than a parameter: /api/runs/estimate is no run.
  const exact = matching.filter(
    ({ params }) => Object.keys(params).length === Math.min(...matching.map((each) => Object.keys(each.params).length)),
  );
  const found = exact.find(({ operation }) => operation.method === method);
  if (found !== undefined) return found;
  if (exact.length === 0)
    throw new ApiProblem(404, 'no-such-operation', 'Not found', 'There is no such operation; /api/openapi.yaml lists all.');
  const allowed = [...new Set(exact.map(({ operation }) => operation.method))].join(', ');
  throw new ApiProblem(405, 'wrong-method', 'Wrong method', `This can only be asked for with ${allowed}.`, {}, { Allow: allowed });
}

function matchPath(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = decoded(parts[index] ?? '');
    if (part === undefined) return undefined;
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = part;
    else if (segment !== part) return undefined;
  }
  return params;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

const routeCode = ({ method, url }: WebRequest): string =>
  `${method}:${
    url.pathname
      .split('/')
      .slice(2, 4)
      .join('.')
      .replace(/[^A-Za-z.-]/g, '') || 'api'
  }`;

/** One record a person, operation and hour: nobody can fill the record of acts by asking again and again. */
const REFUSAL_LIFE_IN_MS = 3_600_000;
const recorded = new Map<string, number>();

async function recordRefusal(person: Person, { method, path }: Operation, ports: AdminPorts): Promise<void> {
  if (!isChange(method)) return;
  const name = `${person.id} ${path}`;
  const now = ports.clock.now().getTime();
  if (now - (recorded.get(name) ?? Number.NEGATIVE_INFINITY) < REFUSAL_LIFE_IN_MS) return;
  recorded.set(name, now);
  await recordAct({ ...actorOf(person), act: 'refused', target: `${method} ${path}`, reason: '' }, ports);
}
